package com.example.profile;

import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/**
 * A layer with a stopwatch.
 *
 * @param kernel computes it
 * @param measurement gets the times
 */
record MeasuredLayer(DenseKernel kernel, Measurement measurement) implements DenseKernel {

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return kernel.workspace(maxRows);
  }

  @Override
  public int columnBlock() {
    return kernel.columnBlock();
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
    long start = System.nanoTime();
    kernel.apply(rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn, workspace);
    measurement.add(rows, fromColumn == 0, System.nanoTime() - start);
  }
}
