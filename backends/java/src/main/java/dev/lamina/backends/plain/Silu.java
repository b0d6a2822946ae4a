package dev.lamina.backends.plain;

/** g(z) = z / (1 + e⁻ᶻ), where e⁻ᶻ may become 0 or infinite. The relative error is below 5·10⁻⁷. */
final class Silu extends ElementwiseFunction {

  @Override
  void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      float z = values[j];
      values[j] = value(Exponential.exp(-z), z);
    }
  }

  @Override
  void applyToRow(float[] row, int from, int to, float[][] arrays) {
    float[] powers = arrays[0];
    float[] z = arrays[1];
    System.arraycopy(row, from, z, from, to - from);
    Exponential.split(row, -1, 0, powers, from, to);
    Exponential.powersOfTwo(powers, from, to);
    combine(row, powers, z, from, to);
  }

  private static void combine(float[] row, float[] powers, float[] z, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] = value(row[j] * powers[j], z[j]);
    }
  }

  /** z·sigmoid(x) from e⁻ˣ. */
  static float value(float power, float z) {
    return (z + 0f) / (1 + power);
  }
}
