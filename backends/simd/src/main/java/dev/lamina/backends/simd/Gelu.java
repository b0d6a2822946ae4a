package dev.lamina.backends.simd;

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
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * g(z) = z·Φ(z) = max(z, 0) − |z|·Φ(−|z|), where Φ is the distribution function of the normal
 * distribution. With u = |z| it is Φ(−u) = e^(−u²/2)·P(u) / Q(u), see {@link GeluCoefficients}. So nothing
 * cancels where z is negative.
 */
final class Gelu extends ExponentialFunction {

  @Override
  void computePowers(float[] a, int from, int to, float[] powers, int first) {
    int shift = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector u = z.abs();
      u = u.blend(ZERO_FROM, u.compare(VectorOperators.GT, ZERO_FROM));
      u.mul(u).mul(-0.5f).intoArray(powers, i + shift);
    }
    int end = first + to - from;
    Exponential.compute(powers, first, end, 1, 0, powers, first);
  }

  @Override
  void combine(float[] a, int from, int to, float[] powers, int first) {
    int shift = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector power = FloatVector.fromArray(VectorWidth.FLOATS, powers, i + shift);
      FloatVector magnitude = z.abs();
      FloatVector bound = FloatVector.broadcast(VectorWidth.FLOATS, ZERO_FROM);
      FloatVector u = magnitude.blend(bound, magnitude.compare(VectorOperators.GT, bound));

      // Short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector square = u.mul(u);
      FloatVector p0 = FloatVector.broadcast(VectorWidth.FLOATS, P0);
      FloatVector p1 = FloatVector.broadcast(VectorWidth.FLOATS, P1);
      FloatVector p2 = FloatVector.broadcast(VectorWidth.FLOATS, P2);
      FloatVector p3 = FloatVector.broadcast(VectorWidth.FLOATS, P3);
      FloatVector p = p3.fma(u, p2).fma(square, p1.fma(u, p0));
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      FloatVector q1 = FloatVector.broadcast(VectorWidth.FLOATS, Q1);
      FloatVector q2 = FloatVector.broadcast(VectorWidth.FLOATS, Q2);
      FloatVector q3 = FloatVector.broadcast(VectorWidth.FLOATS, Q3);
      FloatVector q4 = FloatVector.broadcast(VectorWidth.FLOATS, Q4);
      FloatVector q = q4.fma(square, q3.fma(u, q2)).fma(square, q1.fma(u, one));
      FloatVector tail = power.mul(p.div(q));

      // Where z is negative |z| itself, so that −∞ becomes NaN; else no more than makes the product
      // 0.
      FloatVector zero = FloatVector.zero(VectorWidth.FLOATS);
      VectorMask<Float> isPositive = z.compare(VectorOperators.GT, zero);
      FloatVector factor = magnitude.blend(u, isPositive);
      FloatVector positive = z.blend(zero, z.compare(VectorOperators.LE, zero));
      factor.neg().fma(tail, positive).intoArray(a, i);
    }
  }
}
