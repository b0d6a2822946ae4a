package dev.lamina.execution;

import dev.lamina.Workspace;
import dev.lamina.spi.NormalizationKernel;
import dev.lamina.spi.WorkspaceSize;
import org.jspecify.annotations.Nullable;

/**
 * What is computed between two layers: the normalised input of a layer, or a scaled input that one adds. Generated code keeps one and hands
 * it to {@link Pass#step}. It is immutable.
 */
public final class StepKernel {

  private final @Nullable ColumnAffineStep scaling;
  private final @Nullable NormalizationKernel normalization;

  /**
   * Puts a step together, of at least one of the two.
   *
   * @param scaling what is done first, to each column, or null
   * @param normalization what is done then, to each row, or null
   */
  StepKernel(@Nullable ColumnAffineStep scaling, @Nullable NormalizationKernel normalization) {
    this.scaling = scaling;
    this.normalization = normalization;
  }

  WorkspaceSize workspace(int maxRows) {
    return normalization == null ? WorkspaceSize.NONE : normalization.workspace(maxRows);
  }

  void apply(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] y,
      int yOffset,
      int ldy,
      Workspace workspace) {
    if (scaling == null) {
      if (normalization != null) {
        normalization.apply(rows, x, xOffset, ldx, y, yOffset, ldy, workspace);
      }
      return;
    }
    scaling.apply(rows, x, xOffset, ldx, y, yOffset, ldy);
    if (normalization != null) {
      normalization.apply(rows, y, yOffset, ldy, y, yOffset, ldy, workspace);
    }
  }
}
