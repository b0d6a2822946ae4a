package dev.lamina.backends.plain;

import static dev.lamina.backends.plain.MultiplyAdd.multiplyAdd;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.P0;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.P1;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.P2;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.P3;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.Q1;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.Q2;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.Q3;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.Q4;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.ZERO_FROM;

import dev.lamina.backends.plain.coefficients.GeluCoefficients;

/**
 * g(z) = z·Φ(z) = max(z, 0) − |z|·Φ(−|z|), where Φ is the distribution function of the normal
 * distribution. With u = |z| it is Φ(−u) = e^(−u²/2)·P(u) / Q(u), see {@link GeluCoefficients}. So nothing
 * cancels where z is negative.
 */
final class Gelu extends ElementwiseFunction {

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
    float u = Math.min(Math.abs(z), ZERO_FROM);
    return -0.5f * u * u;
  }

  private static float value(float power, float z) {
    float u = Math.min(Math.abs(z), ZERO_FROM);
    float p = multiplyAdd(P3, u, P2);
    p = multiplyAdd(p, u, P1);
    p = multiplyAdd(p, u, P0);
    float q = multiplyAdd(Q4, u, Q3);
    q = multiplyAdd(q, u, Q2);
    q = multiplyAdd(q, u, Q1);
    q = multiplyAdd(q, u, 1);
    // |z|, but where z is positive no more than what makes the product 0: for z = −∞ it is NaN.
    float factor = Math.max(-z, Math.min(z, ZERO_FROM));
    return multiplyAdd(-factor, power * (p / q), Math.max(z, 0));
  }
}
