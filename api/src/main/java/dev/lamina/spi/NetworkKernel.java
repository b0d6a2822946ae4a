package dev.lamina.spi;

import dev.lamina.Workspace;

/**
 * Computes a whole network for some rows. A backend makes one where it gains from running all layers
 * itself, see {@link Backend#fuse}. Like a {@link DenseKernel} it is immutable, and the result of a row
 * depends on nothing but the row: it has the bits that the kernels of the layers compute one after the
 * other.
 */
public interface NetworkKernel {

  /**
   * The scratch memory that {@link #apply} needs.
   *
   * @param maxRows the largest number of rows of any call
   * @return the size; more rows never need less
   */
  WorkspaceSize workspace(int maxRows);

  /**
   * Computes the network. The caller has checked the arguments.
   *
   * @param rows the number of rows N, at least 1 and at most what the workspace was made for
   * @param x holds X (N × ℓ₀), row by row without gaps
   * @param xOffset the index of X's first element
   * @param y receives the result (N × ℓ_last), row by row without gaps
   * @param yOffset the index of the result's first element
   * @param workspace scratch memory, at least of the size of {@link #workspace}
   */
  void apply(int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace);
}
