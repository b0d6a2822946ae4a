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
  void applyToVectors(float[] a, int from, int to, float[] scratch) {
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);

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
      FloatVector c2 = FloatVector.broadcast(VectorWidth.FLOATS, C2);
      FloatVector c3 = FloatVector.broadcast(VectorWidth.FLOATS, -C3);
      FloatVector c4 = FloatVector.broadcast(VectorWidth.FLOATS, C4);
      FloatVector c5 = FloatVector.broadcast(VectorWidth.FLOATS, -C5);
      FloatVector c6 = FloatVector.broadcast(VectorWidth.FLOATS, C6);
      FloatVector low = c3.fma(r, c2);
      FloatVector high = c6.fma(square, c5.fma(r, c4));
      FloatVector p = high.fma(square, low).fma(square, one.sub(r));
      IntVector bits = shifted.reinterpretAsInts();
      bits = bits.lanewise(VectorOperators.LSHL, MANTISSA_BITS);

      one.div(p.fma(bits.reinterpretAsFloats(), one)).intoArray(a, i);
    }
  }
}
