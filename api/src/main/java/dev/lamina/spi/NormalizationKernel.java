package dev.lamina.spi;

import dev.lamina.Workspace;

/**
 * Normalises rows by layer: (v − mean) / √(variance + ε) · weight + bias with the mean of the row and the
 * mean square of the differences to it. A normalisation kernel is immutable; all mutable memory comes with
 * the call.
 */
public interface NormalizationKernel {

  /**
   * The scratch memory that {@link #apply} needs.
   *
   * @param maxRows the largest number of rows of any call
   * @return the size; more rows never need less
   */
  WorkspaceSize workspace(int maxRows);

  /**
   * Normalises the rows of V (N × columns). The result of a row depends on nothing but the row, not by a
   * bit. The caller has checked the arguments.
   *
   * @param rows the number of rows N, at least 0 and at most what the workspace was made for
   * @param x holds V
   * @param xOffset the index of V's first element
   * @param ldx V's leading dimension, at least columns
   * @param y receives the normalised rows: V itself, with the same offset and leading dimension, or
   *     elements that do not overlap it, perhaps of the same array; nothing else is written
   * @param yOffset the index of the first element that is written
   * @param ldy the leading dimension of what is written, at least columns
   * @param workspace scratch memory, at least of the size of {@link #workspace}
   */
  void apply(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] y,
      int yOffset,
      int ldy,
      Workspace workspace);
}
