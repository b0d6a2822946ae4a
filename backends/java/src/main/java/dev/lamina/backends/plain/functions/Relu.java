package dev.lamina.backends.plain.functions;

/** g(z) = max(z, 0), where NaN stays NaN. */
final class Relu extends ElementwiseFunction {

  @Override
  public boolean needsScratch() {
    return false;
  }

  @Override
  public void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] = Math.max(values[j], 0);
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    for (int j = from; j < to; j++) {
      row[j] = Math.max(row[j], 0);
    }
  }
}
