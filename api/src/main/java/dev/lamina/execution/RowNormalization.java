package dev.lamina.execution;

import dev.lamina.spi.NormalizationKernel;

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
  public void apply(int rows, float[] values, int offset, int ld, int fromColumn, int toColumn) {
    kernel.apply(rows, values, offset, ld, values, offset, ld);
  }
}
