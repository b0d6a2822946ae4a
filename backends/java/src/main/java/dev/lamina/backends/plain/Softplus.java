package dev.lamina.backends.plain;

import static dev.lamina.backends.plain.MultiplyAdd.multiplyAdd;

/**
 * g(z) = ln(1 + e^(beta·z)) / beta, and z where beta·z &gt; threshold. Without overflow or cancellation it is
 * max(z, 0) + ln(1 + e^−|beta·z|) / beta, where the second term vanishes beyond the threshold, which is
 * not negative.
 */
final class Softplus extends ElementwiseFunction {

  /** Of two such factors one makes any difference of floats, the other what is left of it, huge. */
  private static final float HUGE = 0x1p126f;

  private final float beta;
  private final float scale;
  private final float threshold;

  Softplus(float beta, float threshold) {
    this.beta = beta;
    this.scale = 1 / beta;
    this.threshold = threshold;
  }

  @Override
  void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      float z = values[j];
      float power = Exponential.exp(exponent(z, beta));
      values[j] = value(power, z, beta, scale, threshold);
    }
  }

  @Override
  void applyToRow(float[] row, int from, int to, float[][] arrays) {
    float[] powers = arrays[0];
    float[] z = arrays[1];
    System.arraycopy(row, from, z, from, to - from);
    toExponents(row, beta, from, to);
    Exponential.split(row, 1, 0, powers, from, to);
    Exponential.powersOfTwo(powers, from, to);
    combine(row, powers, z, beta, scale, threshold, from, to);
  }

  private static void toExponents(float[] row, float beta, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] = exponent(row[j], beta);
    }
  }

  private static float exponent(float z, float beta) {
    return -Math.abs(beta * z);
  }

  private static void combine(
      float[] row,
      float[] powers,
      float[] z,
      float beta,
      float scale,
      float threshold,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      row[j] = value(row[j] * powers[j], z[j], beta, scale, threshold);
    }
  }

  private static float value(float power, float z, float beta, float scale, float threshold) {
    float beyond = (beta * z - threshold) * HUGE * HUGE;
    // 0 beyond the threshold and 1 up to it: a condition would not be vectorised.
    float kept = 1 - Math.min(Math.max(beyond, 0), 1);
    return multiplyAdd(Logarithm.ofOnePlus(power) * kept, scale, Math.max(z, 0));
  }
}
