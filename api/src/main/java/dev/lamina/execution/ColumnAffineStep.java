package dev.lamina.execution;

import dev.lamina.Workspace;
import dev.lamina.spi.WorkspaceSize;

/** Multiplies and shifts each column, where that can be part of no W and b. */
final class ColumnAffineStep implements ColumnStep {

  private final float[] factor;
  private final float[] shift;

  /**
   * Rounds a step to floats.
   *
   * @param name what the step is, for the error of a factor that is too large
   */
  ColumnAffineStep(String name, ColumnAffine step) {
    this.factor = new float[step.columns()];
    this.shift = new float[step.columns()];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = FoldedWeight.rounded(name, 1, step.factor(i));
      shift[i] = FoldedWeight.rounded(name, 0, step.shift(i));
    }
  }

  @Override
  public boolean needsWholeRows() {
    return false;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return WorkspaceSize.NONE;
  }

  @Override
  public void apply(
      int rows,
      float[] values,
      int offset,
      int ld,
      int fromColumn,
      int toColumn,
      Workspace workspace) {
    for (int row = 0; row < rows; row++) {
      int first = offset + row * ld;
      for (int column = fromColumn; column < toColumn; column++) {
        values[first + column] = values[first + column] * factor[column] + shift[column];
      }
    }
  }

  /** All columns of a matrix, to where they are needed, which may be where they are. */
  void apply(int rows, float[] x, int xOffset, int ldx, float[] y, int yOffset, int ldy) {
    for (int row = 0; row < rows; row++) {
      int from = xOffset + row * ldx;
      int to = yOffset + row * ldy;
      for (int column = 0; column < factor.length; column++) {
        y[to + column] = x[from + column] * factor[column] + shift[column];
      }
    }
  }
}
