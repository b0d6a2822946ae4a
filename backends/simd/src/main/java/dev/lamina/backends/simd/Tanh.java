package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * g(z) = tanh z as a rational function: z·P(z²) / Q(z²), with P and Q of degree 4, fitted to tanh z / z
 * on |z| ≤ 9 so that the largest relative error, 2·10⁻⁸, is as small as possible. All coefficients are
 * positive, so nothing cancels; the relative error in float arithmetic is below 4·10⁻⁷.
 */
final class Tanh extends ElementwiseFunction {

  @Override
  void applyToRange(float[] a, int from, int to) {
    int last = to - VectorWidth.LANES;
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += VectorWidth.LANES) {
      tanh(FloatVector.fromArray(VectorWidth.FLOATS, a, i)).intoArray(a, i);
    }
    tanh(tail).intoArray(a, last);
  }

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

  static FloatVector tanh(FloatVector z) {
    // The sign of a zero depends on which products of 0 were added to it: −0 becomes 0.
    FloatVector x = clamp(z.add(0f), ONE_FROM);
    FloatVector q = x.mul(x);
    FloatVector numerator = Polynomials.evaluate(q, P4, P3, P2, P1, 1);
    FloatVector denominator = Polynomials.evaluate(q, Q4, Q3, Q2, Q1, 1);
    // Rounding may carry values near 1 beyond it.
    return clamp(x.mul(numerator.div(denominator)), 1);
  }

  private static FloatVector clamp(FloatVector x, float bound) {
    FloatVector below = x.blend(bound, x.compare(VectorOperators.GT, bound));
    return below.blend(-bound, below.compare(VectorOperators.LT, -bound));
  }
}
