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
import jdk.incubator.vector.VectorOperators;

/**
 * g(z) = z·Φ(z) = max(z, 0) − |z|·Φ(−|z|), where Φ is the distribution function of the normal
 * distribution. With u = |z| it is Φ(−u) = e^(−u²/2)·P(u) / Q(u), see {@link GeluCoefficients}. So nothing
 * cancels where z is negative.
 */
final class Gelu extends ExponentialFunction {

  @Override
  void computePowers(float[] a, int from, int to, float[] powers, int first) {
    int last = to - VectorWidth.LANES;
    int shift = first - from;
    int next = from;
    int i;
    do {
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector u = z.abs();
      u = u.blend(ZERO_FROM, u.compare(VectorOperators.GT, ZERO_FROM));
      u.mul(u).mul(-0.5f).intoArray(powers, i + shift);
    } while (i < last);
    int end = first + to - from;
    Exponential.compute(powers, first, end, 1, 0, powers, first);
  }

  @Override
  void combine(float[] a, int from, int to, float[] powers, int first) {
    int shift = first - from;
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector z = ahead;
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);
      FloatVector power = FloatVector.fromArray(VectorWidth.FLOATS, powers, i + shift);
      FloatVector magnitude = z.abs();
      FloatVector bound = FloatVector.broadcast(VectorWidth.FLOATS, ZERO_FROM);
      FloatVector u = magnitude.blend(bound, magnitude.compare(VectorOperators.GT, bound));

      // Short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector square = u.mul(u);
      FloatVector p = FloatVector.broadcast(VectorWidth.FLOATS, P3)
          .fma(u, FloatVector.broadcast(VectorWidth.FLOATS, P2));
      p = p.fma(
          square,
          FloatVector.broadcast(VectorWidth.FLOATS, P1)
              .fma(u, FloatVector.broadcast(VectorWidth.FLOATS, P0)));
      FloatVector q = FloatVector.broadcast(VectorWidth.FLOATS, Q3)
          .fma(u, FloatVector.broadcast(VectorWidth.FLOATS, Q2));
      q = FloatVector.broadcast(VectorWidth.FLOATS, Q4).fma(square, q);
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      q = q.fma(square, FloatVector.broadcast(VectorWidth.FLOATS, Q1).fma(u, one));
      FloatVector tail = power.mul(p.div(q));

      // Where z is negative |z| itself, so that −∞ becomes NaN; else no more than makes the product
      // 0.
      FloatVector zero = FloatVector.zero(VectorWidth.FLOATS);
      FloatVector factor = magnitude.blend(u, z.compare(VectorOperators.GT, zero));
      FloatVector positive = z.blend(zero, z.compare(VectorOperators.LE, zero));
      factor.neg().fma(tail, positive).intoArray(a, i);
    } while (i < last);
  }
}
