package dev.lamina.execution;

import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import org.jspecify.annotations.Nullable;

/** Computes a layer with a step behind its product, before the activation or after it. */
final class SteppedKernel implements DenseKernel {

  private final DenseKernel values;
  private final ColumnStep step;

  /** What is applied behind the step, or null if the values have been through it. */
  private final @Nullable ActivationKernel activation;

  SteppedKernel(DenseKernel values, ColumnStep step, @Nullable ActivationKernel activation) {
    this.values = values;
    this.step = step;
    this.activation = activation;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    WorkspaceSize size = values.workspace(maxRows).max(step.workspace(maxRows));
    return activation == null ? size : size.max(activation.workspace(maxRows));
  }

  @Override
  public int columnBlock() {
    return step.needsWholeRows() ? 0 : values.columnBlock();
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
    values.apply(rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn, workspace);
    step.apply(rows, y, yOffset, ldy, fromColumn, toColumn, workspace);
    if (activation != null) {
      activation.apply(rows, y, yOffset, ldy, fromColumn, toColumn, workspace);
    }
  }
}
