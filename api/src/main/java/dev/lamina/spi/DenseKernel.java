package dev.lamina.spi;

import dev.lamina.Workspace;

/**
 * Computes one prepared layer, A = g(X·W + b), for some rows. A kernel is immutable; all mutable
 * memory comes with the call.
 */
public interface DenseKernel {

  /**
   * The scratch memory that {@link #apply} needs.
   *
   * @param maxRows the largest number of rows of any call
   * @return the size; more rows never need less
   */
  WorkspaceSize workspace(int maxRows);

  /**
   * The granularity in which the columns of the result can be computed apart from each other.
   *
   * @return a positive number of columns, or 0 if the layer cannot be split (softmax needs whole
   *     rows)
   */
  int columnBlock();

  /**
   * Computes columns {@code fromColumn} to {@code toColumn - 1} of the result. It reads the first
   * {@code in} columns of each row of x and writes exactly the columns asked for; whatever else lies
   * in x and y is neither read nor written. The result of a row does not depend, not by a bit, on the
   * number of rows, on what is in the others, or on where in x and y they lie; on the number, and on
   * which of them it is, it may depend where {@link Backend#rowsAreReproducible} says so. The caller has
   * checked the arguments.
   *
   * @param rows the number of rows N, at least 0 and at most what the workspace was made for
   * @param x holds X (N × in)
   * @param xOffset the index of X's first element
   * @param ldx X's leading dimension: how many elements apart its rows begin, at least in
   * @param y receives A (N × out), another array than x or at least another part of it
   * @param yOffset the index of A's first element, also when fromColumn is not 0
   * @param ldy A's leading dimension, at least out
   * @param fromColumn the first column: a multiple of {@link #columnBlock()}, 0 if that is 0
   * @param toColumn behind the last column: a multiple of {@link #columnBlock()}, or out
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
      int fromColumn,
      int toColumn,
      Workspace workspace);
}
