package dev.lamina.execution;

import dev.lamina.Workspace;
import dev.lamina.spi.NormalizationKernel;
import dev.lamina.spi.WorkspaceSize;

/** Layer normalisation of a layer's own values, in place. */
final class RowNormalization implements ColumnStep {

  private final NormalizationKernel kernel;

  RowNormalization(NormalizationKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public boolean needsWholeRows() {
    return true;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return kernel.workspace(maxRows);
  }

  @Override
  public void apply(
      int rows,
      float[] values,
      int offset,
      int ld,
      int fromColumn,
      int toColumn,
      Workspace workspace) {
    kernel.apply(rows, values, offset, ld, values, offset, ld, workspace);
  }
}
