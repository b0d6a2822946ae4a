package dev.lamina.backends.simd;

/**
 * g(z)ⱼ = e^((zⱼ − m)/T) / Σₖ e^((zₖ − m)/T) with m = maxₖ zₖ, or its logarithm (zⱼ − m)/T − ln Σₖ e^((zₖ −
 * m)/T). No exponential is above 1 and the sum is at least 1, so nothing overflows; NaN or +∞ in a row,
 * or nothing but −∞, leads to NaN by itself.
 */
final class Softmax extends ActivationFunction implements TransposableFunction {

  /** 1/T. */
  private final float rate;

  private final boolean logarithm;

  Softmax(float temperature, boolean logarithm) {
    this.rate = 1 / temperature;
    this.logarithm = logarithm;
  }

  @Override
  boolean needsWholeRows() {
    return true;
  }

  @Override
  void apply(float[] a, int offset, int ld, int rows, int column, int columns, float[] scratch) {
    if (columns > NarrowSoftmax.MOST_COLUMNS) {
      for (int row = 0; row < rows; row++) {
        WideSoftmax.apply(a, offset + row * ld, columns, rate, logarithm, scratch);
      }
    } else if (rows > 1 && rows < NarrowSoftmax.MANY_ROWS && !logarithm) {
      NarrowSoftmax.applyToFewRows(a, offset, ld, rows, columns, rate, scratch);
    } else if (rows < NarrowSoftmax.MANY_ROWS) {
      for (int row = 0; row < rows; row++) {
        NarrowSoftmax.applyToRow(a, offset + row * ld, columns, rate, logarithm, scratch);
      }
    } else {
      NarrowSoftmax.applyToRows(a, offset, ld, rows, columns, rate, logarithm, scratch);
    }
  }

  @Override
  public boolean canBeTransposed(int columns) {
    return columns <= NarrowSoftmax.MOST_COLUMNS;
  }

  @Override
  public void applyToTranspose(
      float[] a, int from, int stride, int rows, int columns, float[] scratch) {
    NarrowSoftmax.applyToColumns(a, from, stride, rows, columns, rate, logarithm, scratch);
  }
}
