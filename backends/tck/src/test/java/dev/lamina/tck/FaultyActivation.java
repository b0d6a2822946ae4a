package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.WorkspaceSize;

/** Leaves the work to another activation kernel, but for what it gets wrong. */
final class FaultyActivation implements ActivationKernel {

  /** Does what {@link ActivationKernel#apply} says, or nearly. */
  interface Applying {
    void apply(
        LayerSpec layer,
        ActivationKernel right,
        int rows,
        float[] z,
        int offset,
        int ld,
        int fromColumn,
        int toColumn,
        Workspace workspace);
  }

  /** Does what {@link ActivationKernel#add} says, or nearly. */
  interface Adding {
    void add(
        LayerSpec layer,
        ActivationKernel right,
        int rows,
        float[] z,
        int offset,
        int ld,
        float[] r,
        int residualOffset,
        int residualLd,
        int fromColumn,
        int toColumn);
  }

  static final Applying APPLIES_RIGHTLY =
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) ->
          right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);

  static final Adding ADDS_RIGHTLY =
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) ->
          right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);

  /** Made once: a fault that allocates must do so where it says. */
  static final ActivationSpec SOFTMAX = ActivationSpec.of(Activation.SOFTMAX);

  private final LayerSpec layer;
  private final ActivationKernel right;
  private final Applying applying;
  private final Adding adding;

  FaultyActivation(LayerSpec layer, ActivationKernel right, Applying applying, Adding adding) {
    this.layer = layer;
    this.right = right;
    this.applying = applying;
    this.adding = adding;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return right.workspace(maxRows);
  }

  @Override
  public void apply(
      int rows, float[] z, int offset, int ld, int fromColumn, int toColumn, Workspace workspace) {
    applying.apply(layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace);
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
    adding.add(
        layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);
  }
}
