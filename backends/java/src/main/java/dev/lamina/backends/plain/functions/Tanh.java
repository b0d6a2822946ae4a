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

import dev.lamina.backends.plain.coefficients.TanhCoefficients;

/**
 * g(z) = tanh z as the rational function of {@link TanhCoefficients}; the relative error in float
 * arithmetic is below 4·10⁻⁷.
 */
final class Tanh extends ElementwiseFunction {

  @Override
  public boolean needsScratch() {
    return false;
  }

  @Override
  public void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] = tanh(values[j]);
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    for (int j = from; j < to; j++) {
      row[j] = tanh(row[j]);
    }
  }

  private static float tanh(float z) {
    // The sign of a zero depends on which products of 0 were added to it: −0 becomes 0.
    float x = Math.min(Math.max(z + 0f, -ONE_FROM), ONE_FROM);
    float q = x * x;
    float numerator = multiplyAdd(P4, q, P3);
    numerator = multiplyAdd(numerator, q, P2);
    numerator = multiplyAdd(numerator, q, P1);
    numerator = multiplyAdd(numerator, q, 1);
    // Rounding may carry values near 1 beyond it.
    return Math.min(Math.max(x * (numerator / denominator(q)), -1), 1);
  }

  /** Q(q). */
  static float denominator(float q) {
    float denominator = multiplyAdd(Q4, q, Q3);
    denominator = multiplyAdd(denominator, q, Q2);
    denominator = multiplyAdd(denominator, q, Q1);
    return multiplyAdd(denominator, q, 1);
  }
}
