package dev.lamina.tck;

import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/** Leaves the work to another kernel, which may be made late. */
abstract class DelegatingKernel implements DenseKernel {

  private final LayerSpec layer;

  DelegatingKernel(LayerSpec layer) {
    this.layer = layer;
  }

  abstract DenseKernel delegate();

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return new WorkspaceSize(0, 1, layer.out());
  }

  @Override
  public int columnBlock() {
    return 0;
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
    delegate().apply(rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn, workspace);
  }
}
