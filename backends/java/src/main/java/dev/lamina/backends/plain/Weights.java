package dev.lamina.backends.plain;

/** The matrix W (in × out) of a layer, packed for one of the ways to use it. */
interface Weights {

  /**
   * Copies some rows of W.
   *
   * @param fromRow the first row
   * @param toRow behind the last row
   * @param target receives the rows without gaps from index 0 on
   */
  void copyRows(int fromRow, int toRow, float[] target);
}
