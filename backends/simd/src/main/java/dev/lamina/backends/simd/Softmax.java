package dev.lamina.backends.simd;

/**
 * g(z)ⱼ = e^(zⱼ − m) / Σₖ e^(zₖ − m) with m = maxₖ zₖ. No exponential is above 1 and the sum is at least
 * 1, so nothing overflows; NaN or +∞ in a row, or nothing but −∞, leads to NaN by itself.
 */
final class Softmax extends ActivationFunction {

  @Override
  boolean needsWholeRows() {
    return true;
  }

  @Override
  void apply(float[] a, int offset, int ld, int rows, int columns, float[] scratch) {
    if (columns > NarrowSoftmax.MOST_COLUMNS) {
      for (int row = 0; row < rows; row++) {
        int from = offset + row * ld;
        WideSoftmax.apply(a, from, from + columns, scratch);
      }
    } else if (rows < NarrowSoftmax.MANY_ROWS) {
      for (int row = 0; row < rows; row++) {
        NarrowSoftmax.applyToRow(a, offset + row * ld, columns, scratch);
      }
    } else {
      NarrowSoftmax.applyToRows(a, offset, ld, rows, columns, scratch);
    }
  }
}
