package dev.lamina.backends.plain.functions;

import static dev.lamina.backends.plain.functions.MultiplyAdd.multiplyAdd;

/**
 * g(z) = tanh z as a rational function: z·P(z²) / Q(z²), with P and Q of degree 4, fitted to tanh z / z
 * on |z| ≤ 9 so that the largest relative error, 2·10⁻⁸, is as small as possible. All coefficients are
 * positive, so nothing cancels; the relative error in float arithmetic is below 4·10⁻⁷.
 */
final class Tanh extends ElementwiseFunction {

  /** From here on the quotient, computed in float, is 1, and so is tanh, rounded to float. */
  private static final float ONE_FROM = 9.1f;

  private static final float P1 = 1.3383912e-1f;
  private static final float P2 = 3.49891e-3f;
  private static final float P3 = 2.0659692e-5f;
  private static final float P4 = 1.3417395e-8f;

  private static final float Q1 = 4.6717232e-1f;
  private static final float Q2 = 2.588989e-2f;
  private static final float Q3 = 3.290891e-4f;
  private static final float Q4 = 7.803787e-7f;

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
    float denominator = multiplyAdd(Q4, q, Q3);
    denominator = multiplyAdd(denominator, q, Q2);
    denominator = multiplyAdd(denominator, q, Q1);
    denominator = multiplyAdd(denominator, q, 1);
    // Rounding may carry values near 1 beyond it.
    return Math.min(Math.max(x * (numerator / denominator), -1), 1);
  }
}
