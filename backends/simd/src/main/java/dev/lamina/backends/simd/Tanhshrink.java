package dev.lamina.backends.simd;

import static dev.lamina.backends.plain.coefficients.TanhCoefficients.ONE_FROM;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.P1;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.P2;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.P3;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.P4;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.Q1;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.Q2;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.Q3;
import static dev.lamina.backends.plain.coefficients.TanhCoefficients.Q4;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

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
  void applyToRange(float[] a, int from, int to, float[] scratch) {
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector z = ahead;
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);
      FloatVector zero = FloatVector.zero(VectorWidth.FLOATS);
      FloatVector x = z.add(zero); // −0 becomes 0
      FloatVector bound = FloatVector.broadcast(VectorWidth.FLOATS, ONE_FROM);
      x = x.blend(bound, x.compare(VectorOperators.GT, bound));
      bound = FloatVector.broadcast(VectorWidth.FLOATS, -ONE_FROM);
      x = x.blend(bound, x.compare(VectorOperators.LT, bound));

      // Short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      FloatVector s = x.mul(x);
      FloatVector square = s.mul(s);
      FloatVector low = FloatVector.broadcast(VectorWidth.FLOATS, D2)
          .fma(s, FloatVector.broadcast(VectorWidth.FLOATS, D1));
      FloatVector high = FloatVector.broadcast(VectorWidth.FLOATS, D4)
          .fma(s, FloatVector.broadcast(VectorWidth.FLOATS, D3));
      FloatVector d = high.fma(square, low);
      low = FloatVector.broadcast(VectorWidth.FLOATS, Q1).fma(s, one);
      high = FloatVector.broadcast(VectorWidth.FLOATS, Q3)
          .fma(s, FloatVector.broadcast(VectorWidth.FLOATS, Q2));
      high = FloatVector.broadcast(VectorWidth.FLOATS, Q4).fma(square, high);
      FloatVector q = high.fma(square, low);

      // Beyond the end of the quotient's range g rises as z does.
      FloatVector rest = z.sub(x);
      FloatVector numerator = s.mul(d);
      FloatVector share = numerator.div(q);
      share.fma(x, rest).intoArray(a, i);
    } while (i < last);
  }
}
