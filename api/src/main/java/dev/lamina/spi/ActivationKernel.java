package dev.lamina.spi;

import dev.lamina.Workspace;

/**
 * Applies the activation g of a layer on its own, for layers that do something between the product and g:
 * add a residual, or normalise each row. An activation kernel is immutable; all mutable memory comes with
 * the call.
 */
public interface ActivationKernel {

  /**
   * The scratch memory that {@link #apply} needs.
   *
   * @param maxRows the largest number of rows of any call
   * @return the size; more rows never need less
   */
  WorkspaceSize workspace(int maxRows);

  /**
   * Replaces columns {@code fromColumn} to {@code toColumn - 1} of Z (N × out) by A = g(Z); nothing else is
   * written. The result of a row depends on nothing but the row. The caller has checked the arguments.
   *
   * @param rows the number of rows N, at least 0 and at most what the workspace was made for
   * @param z holds Z
   * @param offset the index of Z's first element, also when fromColumn is not 0
   * @param ld Z's leading dimension, at least out
   * @param fromColumn the first column; 0 if g needs whole rows
   * @param toColumn behind the last column; out if g needs whole rows
   * @param workspace scratch memory, at least of the size of {@link #workspace}
   */
  void apply(
      int rows, float[] z, int offset, int ld, int fromColumn, int toColumn, Workspace workspace);

  /**
   * Replaces columns {@code fromColumn} to {@code toColumn - 1} of Z (N × out) by those of Z + R; nothing
   * else is written.
   *
   * @param rows the number of rows N
   * @param z holds Z
   * @param offset the index of Z's first element, also when fromColumn is not 0
   * @param ld Z's leading dimension, at least out
   * @param r holds R (N × out); it may be the same array, where R does not overlap Z
   * @param residualOffset the index of R's first element
   * @param residualLd R's leading dimension, at least out
   * @param fromColumn the first column
   * @param toColumn behind the last column
   */
  default void add(
      int rows,
      float[] z,
      int offset,
      int ld,
      float[] r,
      int residualOffset,
      int residualLd,
      int fromColumn,
      int toColumn) {
    int columns = toColumn - fromColumn;
    for (int row = 0; row < rows; row++) {
      int to = offset + row * ld + fromColumn;
      int from = residualOffset + row * residualLd + fromColumn;
      for (int j = 0; j < columns; j++) {
        z[to + j] += r[from + j];
      }
    }
  }
}
