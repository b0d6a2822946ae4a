package dev.lamina.backends.plain.functions;

/** g(z) = 1 / (1 + e⁻ᶻ), where e⁻ᶻ may become 0 or infinite. The relative error is below 4·10⁻⁷. */
final class Sigmoid extends ElementwiseFunction {

  @Override
  public void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] = 1 / (1 + Exponential.exp(-values[j]));
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    float[] powers = arrays[0];
    Exponential.split(row, -1, 0, powers, from, to);
    Exponential.powersOfTwo(powers, from, to);
    combine(row, powers, from, to);
  }

  private static void combine(float[] mantissas, float[] powers, int from, int to) {
    for (int j = from; j < to; j++) {
      mantissas[j] = 1 / (1 + mantissas[j] * powers[j]);
    }
  }
}
