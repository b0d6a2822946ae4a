package dev.lamina.weights.file;

/** In which order a file has the elements of a tensor. */
public enum StorageOrder {
  /** The last index runs fastest: the order of C, and of most files. */
  ROW_MAJOR,
  /** The first index runs fastest: the order of Fortran. */
  COLUMN_MAJOR
}
