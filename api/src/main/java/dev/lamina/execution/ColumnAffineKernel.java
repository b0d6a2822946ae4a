package dev.lamina.execution;

import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/**
 * A layer whose values are multiplied and shifted column by column behind its activation, where the
 * step can be part of no W and b.
 */
final class ColumnAffineKernel implements DenseKernel {

  private final DenseKernel layer;
  private final float[] factor;
  private final float[] shift;

  /**
   * A kernel with a step behind it.
   *
   * @param name what the step is, for the error of a factor that is too large
   */
  ColumnAffineKernel(String name, DenseKernel layer, ColumnAffine step) {
    this.layer = layer;
    this.factor = new float[step.columns()];
    this.shift = new float[step.columns()];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = FoldedWeight.rounded(name, 1, step.factor(i));
      shift[i] = FoldedWeight.rounded(name, 0, step.shift(i));
    }
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return layer.workspace(maxRows);
  }

  @Override
  public int columnBlock() {
    return layer.columnBlock();
  }

  @Override
  public void apply(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] y,
      int yOffset,
      int ldy,
      int fromColumn,
      int toColumn,
      Workspace workspace) {
    layer.apply(rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn, workspace);
    for (int row = 0; row < rows; row++) {
      int first = yOffset + row * ldy;
      for (int column = fromColumn; column < toColumn; column++) {
        y[first + column] = y[first + column] * factor[column] + shift[column];
      }
    }
  }
}
