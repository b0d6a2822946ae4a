package dev.lamina.backends.simd;

import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C2;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C3;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C4;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C5;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.C6;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.HIGHEST;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.LN_2_HIGH;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.LN_2_LOW;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.LOG2_E;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.LOWEST;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.MANTISSA_BITS;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.SHIFT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** g(z) = 1 / (1 + e⁻ᶻ), where e⁻ᶻ may become 0 or infinite. The relative error is below 4·10⁻⁷. */
final class Sigmoid extends ElementwiseFunction {

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

      // e⁻ᶻ = p·2ⁿ as in Exponential, where r is −r: the signs of its odd powers change.
      FloatVector x = z;
      FloatVector bound = FloatVector.broadcast(VectorWidth.FLOATS, -LOWEST);
      x = x.blend(bound, x.compare(VectorOperators.GT, bound));
      bound = FloatVector.broadcast(VectorWidth.FLOATS, -HIGHEST);
      x = x.blend(bound, x.compare(VectorOperators.LT, bound));
      FloatVector shift = FloatVector.broadcast(VectorWidth.FLOATS, SHIFT);
      FloatVector shifted = x.fma(FloatVector.broadcast(VectorWidth.FLOATS, -LOG2_E), shift);
      FloatVector n = shifted.sub(shift);
      FloatVector r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, LN_2_HIGH), x);
      r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, LN_2_LOW), r);
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      // Three short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector square = r.mul(r);
      FloatVector low = FloatVector.broadcast(VectorWidth.FLOATS, -C3)
          .fma(r, FloatVector.broadcast(VectorWidth.FLOATS, C2));
      FloatVector high = FloatVector.broadcast(VectorWidth.FLOATS, -C5)
          .fma(r, FloatVector.broadcast(VectorWidth.FLOATS, C4));
      high = FloatVector.broadcast(VectorWidth.FLOATS, C6).fma(square, high);
      FloatVector p = high.fma(square, low).fma(square, one.sub(r));
      IntVector bits = shifted.reinterpretAsInts();
      bits = bits.lanewise(VectorOperators.LSHL, MANTISSA_BITS);

      one.div(p.fma(bits.reinterpretAsFloats(), one)).intoArray(a, i);
    } while (i < last);
  }
}
