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

import dev.lamina.backends.plain.coefficients.TanhCoefficients;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * g(z) = tanh z as the rational function of {@link TanhCoefficients}; the relative error in float
 * arithmetic is below 4·10⁻⁷.
 */
final class Tanh extends ElementwiseFunction {

  @Override
  void applyToVectors(float[] a, int from, int to, float[] scratch) {
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);

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
      FloatVector p1 = FloatVector.broadcast(VectorWidth.FLOATS, P1);
      FloatVector p2 = FloatVector.broadcast(VectorWidth.FLOATS, P2);
      FloatVector p3 = FloatVector.broadcast(VectorWidth.FLOATS, P3);
      FloatVector p4 = FloatVector.broadcast(VectorWidth.FLOATS, P4);
      FloatVector p = p4.fma(square, p3.fma(s, p2)).fma(square, p1.fma(s, one));
      FloatVector q1 = FloatVector.broadcast(VectorWidth.FLOATS, Q1);
      FloatVector q2 = FloatVector.broadcast(VectorWidth.FLOATS, Q2);
      FloatVector q3 = FloatVector.broadcast(VectorWidth.FLOATS, Q3);
      FloatVector q4 = FloatVector.broadcast(VectorWidth.FLOATS, Q4);
      FloatVector q = q4.fma(square, q3.fma(s, q2)).fma(square, q1.fma(s, one));

      // Rounding may carry values near 1 beyond it.
      FloatVector t = x.mul(p.div(q));
      t = t.blend(one, t.compare(VectorOperators.GT, one));
      t = t.blend(-1f, t.compare(VectorOperators.LT, -1f));
      t.intoArray(a, i);
    }
  }
}
