package dev.lamina.backends.blas;

/** Z = X·W + b, with the weights of one layer. */
interface AffineMap {

  /**
   * Computes some columns of Z; the arguments are those of {@link dev.lamina.spi.DenseKernel#apply}.
   *
   * @param rows the number of rows, at least 1
   */
  void apply(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] z,
      int zOffset,
      int ldz,
      int fromColumn,
      int toColumn);
}
