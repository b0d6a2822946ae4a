package dev.lamina.backends.plain;

import static dev.lamina.backends.plain.MultiplyAdd.multiplyAdd;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.CUBIC;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.LINEAR;

/**
 * g(z) = z·(1 + tanh y) / 2 with y = √(2/π)·(z + 0.044715·z³), which is z·sigmoid(2y): so nothing
 * cancels where tanh is near −1.
 */
final class GeluTanh extends ElementwiseFunction {

  @Override
  void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      float z = values[j];
      values[j] = Silu.value(Exponential.exp(exponent(z)), z);
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
      row[j] = Silu.value(row[j] * powers[j], z[j]);
    }
  }

  /** −2y. */
  private static float exponent(float z) {
    float cubic = CUBIC * z;
    return z * multiplyAdd(cubic, z, LINEAR);
  }
}
