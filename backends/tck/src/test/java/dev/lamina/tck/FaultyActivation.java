package dev.lamina.tck;

import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.WorkspaceSize;

/** Leaves the work to another activation kernel; faults override what they get wrong. */
abstract class FaultyActivation implements ActivationKernel {

  final LayerSpec layer;
  final ActivationKernel right;

  FaultyActivation(LayerSpec layer, ActivationKernel right) {
    this.layer = layer;
    this.right = right;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return right.workspace(maxRows);
  }

  @Override
  public void apply(
      int rows, float[] z, int offset, int ld, int fromColumn, int toColumn, Workspace workspace) {
    right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);
  }

  @Override
  public void add(
      int rows,
      float[] z,
      int offset,
      int ld,
      float[] r,
      int residualOffset,
      int residualLd,
      int fromColumn,
      int toColumn) {
    right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);
  }
}
