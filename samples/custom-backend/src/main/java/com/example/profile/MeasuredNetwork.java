package com.example.profile;

import dev.lamina.Workspace;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.WorkspaceSize;

/**
 * A whole network with a stopwatch.
 *
 * @param kernel computes it
 * @param measurement gets the times
 */
record MeasuredNetwork(NetworkKernel kernel, Measurement measurement) implements NetworkKernel {

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return kernel.workspace(maxRows);
  }

  @Override
  public void apply(int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
    long start = System.nanoTime();
    kernel.apply(rows, x, xOffset, y, yOffset, workspace);
    measurement.add(rows, true, System.nanoTime() - start);
  }
}
