package dev.lamina.backends.plain.functions;

/**
 * g(z) = eᶻ as the square of e^(z/2), which does not overflow before the result does. The relative error
 * is below 6·10⁻⁷.
 */
final class Exp extends ElementwiseFunction {

  @Override
  public void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      float root = Exponential.exp(0.5f * values[j]);
      values[j] = root * root;
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    float[] powers = arrays[0];
    Exponential.split(row, 0.5f, 0, powers, from, to);
    Exponential.powersOfTwo(powers, from, to);
    square(row, powers, from, to);
  }

  private static void square(float[] mantissas, float[] powers, int from, int to) {
    for (int j = from; j < to; j++) {
      float root = mantissas[j] * powers[j];
      mantissas[j] = root * root;
    }
  }
}
