package dev.lamina.backends.plain.functions;

/** g(z) = z / (1 + |z|). */
final class Softsign extends ElementwiseFunction {

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
    return (z + 0f) / (1 + Math.abs(z));
  }
}
