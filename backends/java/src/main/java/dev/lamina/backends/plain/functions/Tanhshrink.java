package dev.lamina.backends.plain.functions;

import static dev.lamina.backends.plain.coefficients.TanhCoefficients.ONE_FROM;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.P1;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.P2;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.P3;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.P4;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.Q1;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.Q2;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.Q3;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.Q4;
import static dev.lamina.backends.plain.functions.MultiplyAdd.multiplyAdd;

/**
 * g(z) = z − tanh z, where tanh z is the rational function z·P(z²) / Q(z²) of {@link Tanh}. So g(z) is
 * z·(Q(z²) − P(z²)) / Q(z²), and since all coefficients of Q − P are positive nothing cancels near 0.
 */
final class Tanhshrink extends ElementwiseFunction {

  private static final float D1 = Q1 - P1;
  private static final float D2 = Q2 - P2;
  private static final float D3 = Q3 - P3;
  private static final float D4 = Q4 - P4;

  @Override
  public boolean needsScratch() {
    return false;
  }

  @Override
  public void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] = value(values[j]);
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    for (int j = from; j < to; j++) {
      row[j] = value(row[j]);
    }
  }

  private static float value(float z) {
    float x = Math.min(Math.max(z + 0f, -ONE_FROM), ONE_FROM);
    float q = x * x;
    float difference = multiplyAdd(D4, q, D3);
    difference = multiplyAdd(difference, q, D2);
    difference = multiplyAdd(difference, q, D1);
    // Beyond the end of the quotient's range g rises as z does.
    return x * (q * difference / Tanh.denominator(q)) + (z - x);
  }
}
