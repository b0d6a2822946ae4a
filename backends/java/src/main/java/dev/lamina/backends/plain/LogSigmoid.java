package dev.lamina.backends.plain;

/** g(z) = −ln(1 + e⁻ᶻ) = min(z, 0) − ln(1 + e^−|z|). The relative error is below 8·10⁻⁷. */
final class LogSigmoid extends ExponentialFunction {

  @Override
  void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      float z = values[j];
      values[j] = value(Exponential.exp(exponent(z)), z);
    }
  }

  @Override
  void toExponents(float[] row, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] = exponent(row[j]);
    }
  }

  @Override
  void combine(float[] row, float[] powers, float[] z, int from, int to) {
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
