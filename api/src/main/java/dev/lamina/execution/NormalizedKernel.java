package dev.lamina.execution;

import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import org.jspecify.annotations.Nullable;

/** Computes a layer that is normalised row by row, before its activation or after it. */
final class NormalizedKernel implements DenseKernel {

  private final DenseKernel values;
  private final RowNormalization normalization;
  private final int columns;

  /** What is applied to normalised values, or null. */
  private final @Nullable ActivationKernel activation;

  /**
   * Puts a layer together.
   *
   * @param values computes what is normalised
   * @param normalization normalises it
   * @param columns the number of units
   * @param activation what is applied then, or null
   */
  NormalizedKernel(
      DenseKernel values,
      RowNormalization normalization,
      int columns,
      @Nullable ActivationKernel activation) {
    this.values = values;
    this.normalization = normalization;
    this.columns = columns;
    this.activation = activation;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    WorkspaceSize size = values.workspace(maxRows);
    return activation == null ? size : size.max(activation.workspace(maxRows));
  }

  /** A mean is that of a whole row. */
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
    values.apply(rows, x, xOffset, ldx, y, yOffset, ldy, 0, columns, workspace);
    normalization.apply(rows, y, yOffset, ldy);
    if (activation != null) {
      activation.apply(rows, y, yOffset, ldy, 0, columns, workspace);
    }
  }
}
