package dev.lamina.backends.plain.functions;

/** g(z) = z for z ≥ 0, slope·z below: leaky ReLU, and PReLU with one slope for all units. */
final class LeakyRelu extends ElementwiseFunction {

  private final float slope;

  LeakyRelu(float slope) {
    this.slope = slope;
  }

  @Override
  public boolean needsScratch() {
    return false;
  }

  @Override
  public void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] = value(values[j], slope);
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    apply(row, slope, from, to);
  }

  static void apply(float[] values, float slope, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] = value(values[j], slope);
    }
  }

  /** One of the summands is 0, so the sum is exact. */
  static float value(float z, float slope) {
    return Math.max(z, 0) + slope * Math.min(z, 0);
  }
}
