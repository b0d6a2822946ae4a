package dev.lamina;

/** How the elements of a stored {@link Tensor} are represented. */
public enum ElementType {
  /** IEEE 754 binary32, Java's {@code float}. */
  F32
}
