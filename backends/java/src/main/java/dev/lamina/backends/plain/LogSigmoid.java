package dev.lamina.backends.plain;

/** g(z) = −ln(1 + e⁻ᶻ) = min(z, 0) − ln(1 + e^−|z|). The relative error is below 8·10⁻⁷. */
final class LogSigmoid extends ElementwiseFunction {

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
    return -Math.abs(z);
  }

  private static float value(float power, float z) {
    return Math.min(z, 0) - Logarithm.ofOnePlus(power);
  }
}
