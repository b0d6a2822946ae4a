package dev.lamina.backends.blas;

import dev.lamina.Tensor;

/** A library with the interface of CBLAS, loaded and limited to the thread that calls. */
interface Library {

  /** What it is, where it is and how it is called. */
  String description();

  /**
   * Copies W into the library's own memory, which is free again when the map cannot be reached any more.
   *
   * @param weight W
   * @param bias b, which the map keeps
   * @param layout how W lies in that memory
   */
  AffineMap prepare(Tensor weight, float[] bias, Layout layout);
}
