package dev.lamina.execution;

import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import org.jspecify.annotations.Nullable;

/**
 * A prepared layer that adds an earlier result R to its own values: A = g(X·W + b + R), or A = g(X·W + b)
 * + R. Generated code keeps one and hands it to {@link Pass#residual}. It is immutable.
 */
public final class ResidualKernel {

  private final DenseKernel values;
  private final ActivationKernel activation;
  private final boolean activates;
  private final @Nullable ColumnStep last;
  private final int columnBlock;

  /**
   * Puts a layer together.
   *
   * @param values computes what R is added to
   * @param activation adds R
   * @param activates whether it is applied to the sum then
   * @param last what is applied to the result then, or null
   * @param wholeRows whether any of these needs whole rows
   */
  ResidualKernel(
      DenseKernel values,
      ActivationKernel activation,
      boolean activates,
      @Nullable ColumnStep last,
      boolean wholeRows) {
    this.values = values;
    this.activation = activation;
    this.activates = activates;
    this.last = last;
    this.columnBlock = wholeRows ? 0 : values.columnBlock();
  }

  /** As {@link DenseKernel#columnBlock()}. */
  int columnBlock() {
    return columnBlock;
  }

  WorkspaceSize workspace(int maxRows) {
    WorkspaceSize size = values.workspace(maxRows).max(activation.workspace(maxRows));
    return last == null ? size : size.max(last.workspace(maxRows));
  }

  void apply(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] r,
      int rOffset,
      int ldr,
      float[] y,
      int yOffset,
      int ldy,
      int fromColumn,
      int toColumn,
      Workspace workspace) {
    values.apply(rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn, workspace);
    activation.add(rows, y, yOffset, ldy, r, rOffset, ldr, fromColumn, toColumn);
    if (activates) {
      activation.apply(rows, y, yOffset, ldy, fromColumn, toColumn, workspace);
    }
    if (last != null) {
      last.apply(rows, y, yOffset, ldy, fromColumn, toColumn, workspace);
    }
  }
}
