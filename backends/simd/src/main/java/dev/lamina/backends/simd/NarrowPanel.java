package dev.lamina.backends.simd;

/** The panel of a narrow layer, which can be computed with vectors that lie across the rows as well. */
abstract class NarrowPanel extends Panel {

  NarrowPanel(int in, int width, int chains, int firstColumn, int columns) {
    super(in, width, chains, firstColumn, columns);
  }

  /**
   * Computes all columns of a panel of a single block, with vectors that lie across the rows. It adds in
   * the same order as {@link #multiply}, so that the results are the same to the bit.
   *
   * @param rows the number of rows; up to a multiple of two vectors of them is read and written
   * @param a holds Xᵀ and Zᵀ, whose rows are {@link TransposedChain#STRIDE} apart, and before them scratch
   *     memory, at least {@link #SCRATCH_FLOATS} long
   * @param x where Xᵀ begins
   * @param z where the panel's columns begin, which are rows of Zᵀ
   * @param relu whether what is written is max(z, 0)
   */
  abstract void multiplyAcrossRows(int rows, float[] a, int x, int z, boolean relu);
}
