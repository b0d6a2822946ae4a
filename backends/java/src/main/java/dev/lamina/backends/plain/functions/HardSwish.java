package dev.lamina.backends.plain.functions;

/** g(z) = z·min(max(z + 3, 0), 6) / 6, which does not overflow where z is large. */
final class HardSwish extends ElementwiseFunction {

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

  private static float value(float z) {
    return (z + 0f) * (Math.min(Math.max(z + 3, 0), 6) * (1f / 6));
  }
}
