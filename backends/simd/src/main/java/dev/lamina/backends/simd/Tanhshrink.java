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
import jdk.incubator.vector.VectorMask;
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
  void applyToVectors(float[] a, int from, int to, float[] scratch) {
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector x = z;
      FloatVector bound = FloatVector.broadcast(VectorWidth.FLOATS, ONE_FROM);
      VectorMask<Float> isBeyond = x.compare(VectorOperators.GT, bound);
      x = x.blend(bound, isBeyond);
      bound = FloatVector.broadcast(VectorWidth.FLOATS, -ONE_FROM);
      isBeyond = x.compare(VectorOperators.LT, bound);
      x = x.blend(bound, isBeyond);

      // Short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      FloatVector s = x.mul(x);
      FloatVector square = s.mul(s);
      FloatVector d1 = FloatVector.broadcast(VectorWidth.FLOATS, D1);
      FloatVector d2 = FloatVector.broadcast(VectorWidth.FLOATS, D2);
      FloatVector d3 = FloatVector.broadcast(VectorWidth.FLOATS, D3);
      FloatVector d4 = FloatVector.broadcast(VectorWidth.FLOATS, D4);
      FloatVector low = d2.fma(s, d1);
      FloatVector high = d4.fma(s, d3);
      FloatVector d = high.fma(square, low);
      FloatVector q1 = FloatVector.broadcast(VectorWidth.FLOATS, Q1);
      FloatVector q2 = FloatVector.broadcast(VectorWidth.FLOATS, Q2);
      FloatVector q3 = FloatVector.broadcast(VectorWidth.FLOATS, Q3);
      FloatVector q4 = FloatVector.broadcast(VectorWidth.FLOATS, Q4);
      low = q1.fma(s, one);
      high = q4.fma(square, q3.fma(s, q2));
      FloatVector q = high.fma(square, low);

      // Beyond the end of the quotient's range g rises as z does; −0 becomes 0 in the sum.
      FloatVector rest = z.sub(x);
      FloatVector p = s.mul(d);
      FloatVector ratio = p.div(q);
      FloatVector result = ratio.fma(x, rest);
      result.intoArray(a, i);
    }
  }
}
