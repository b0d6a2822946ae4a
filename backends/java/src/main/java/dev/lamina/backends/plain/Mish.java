package dev.lamina.backends.plain;

import static dev.lamina.backends.plain.MultiplyAdd.multiplyAdd;

/**
 * g(z) = z·tanh(ln(1 + eᶻ)) = z·w / (w + 2) with w = eᶻ·(eᶻ + 2): no difference, so nothing cancels. The
 * relative error is below 8·10⁻⁷.
 */
final class Mish extends ElementwiseFunction {

  /** From here on the quotient, computed in float, is 1. */
  private static final float ONE_FROM = 20;

  @Override
  void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      float z = values[j];
      values[j] = value(Exponential.exp(exponent(z)), z);
    }
  }

  @Override
  void applyToRow(float[] row, int from, int to, float[][] arrays) {
    float[] powers = arrays[0];
    float[] z = arrays[1];
    System.arraycopy(row, from, z, from, to - from);
    toExponents(row, from, to);
    Exponential.split(row, 1, 0, powers, from, to);
    Exponential.powersOfTwo(powers, from, to);
    combine(row, powers, z, from, to);
  }

  private static void toExponents(float[] row, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] = exponent(row[j]);
    }
  }

  private static void combine(float[] row, float[] powers, float[] z, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] = value(row[j] * powers[j], z[j]);
    }
  }

  private static float exponent(float z) {
    return Math.min(z, ONE_FROM);
  }

  private static float value(float power, float z) {
    float w = multiplyAdd(power, power, 2 * power);
    return (z + 0f) * (w / (w + 2));
  }
}
