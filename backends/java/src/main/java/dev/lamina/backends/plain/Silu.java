package dev.lamina.backends.plain;

/** g(z) = z / (1 + e⁻ᶻ), where e⁻ᶻ may become 0 or infinite. The relative error is below 5·10⁻⁷. */
final class Silu extends ExponentialFunction {

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
    return -z;
  }

  /** z·sigmoid(x) from e⁻ˣ. */
  static float value(float power, float z) {
    return (z + 0f) / (1 + power);
  }
}
