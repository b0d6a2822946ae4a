package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

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
  void applyToRange(float[] a, int from, int to) {
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector z = ahead;
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);

      // The sign of a zero depends on which products of 0 were added to it: −0 becomes 0.
      FloatVector x = z.add(0f);
      FloatVector bound = FloatVector.broadcast(VectorWidth.FLOATS, ONE_FROM);
      x = x.blend(bound, x.compare(VectorOperators.GT, bound));
      bound = FloatVector.broadcast(VectorWidth.FLOATS, -ONE_FROM);
      x = x.blend(bound, x.compare(VectorOperators.LT, bound));

      // Short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      FloatVector s = x.mul(x);
      FloatVector square = s.mul(s);
      FloatVector p = FloatVector.broadcast(VectorWidth.FLOATS, P3)
          .fma(s, FloatVector.broadcast(VectorWidth.FLOATS, P2));
      p = FloatVector.broadcast(VectorWidth.FLOATS, P4).fma(square, p);
      p = p.fma(square, FloatVector.broadcast(VectorWidth.FLOATS, P1).fma(s, one));
      FloatVector q = FloatVector.broadcast(VectorWidth.FLOATS, Q3)
          .fma(s, FloatVector.broadcast(VectorWidth.FLOATS, Q2));
      q = FloatVector.broadcast(VectorWidth.FLOATS, Q4).fma(square, q);
      q = q.fma(square, FloatVector.broadcast(VectorWidth.FLOATS, Q1).fma(s, one));

      // Rounding may carry values near 1 beyond it.
      FloatVector t = x.mul(p.div(q));
      t = t.blend(one, t.compare(VectorOperators.GT, one));
      t = t.blend(-1f, t.compare(VectorOperators.LT, -1f));
      t.intoArray(a, i);
    } while (i < last);
  }
}
