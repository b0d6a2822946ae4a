package dev.lamina.backends.plain.functions;

/** g(z) = min(max(z + 3, 0), 6) / 6, with a relative error below 2·10⁻⁷. */
final class HardSigmoid extends ElementwiseFunction {

  @Override
  public boolean needsScratch() {
    return false;
  }

  @Override
  public void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] = value(values[j]);
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    for (int j = from; j < to; j++) {
      row[j] = value(row[j]);
    }
  }

  static float value(float z) {
    return Math.min(Math.max(z + 3, 0), 6) * (1f / 6);
  }
}
