package dev.lamina.backends.plain;

import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/** Computes a layer in one way for few rows and in another for many, with the same results. */
final class LayerByRowCount implements DenseKernel {

  private final DenseKernel few;
  private final AlongRows many;

  LayerByRowCount(DenseKernel few, AlongRows many) {
    this.few = few;
    this.many = many;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    int fewRows = Math.min(maxRows, many.paysFrom() - 1);
    WorkspaceSize size = few.workspace(fewRows);
    return fewRows == maxRows ? size : size.max(many.workspace(maxRows));
  }

  @Override
  public int columnBlock() {
    return few.columnBlock();
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
    DenseKernel kernel = rows < many.paysFrom() ? few : many;
    kernel.apply(rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn, workspace);
  }
}
