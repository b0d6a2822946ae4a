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

import dev.lamina.backends.plain.coefficients.ExponentialCoefficients;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * eˣ with a relative error below 2.5·10⁻⁷, by the method of {@link ExponentialCoefficients}. The Vector
 * API's own conversion of n to an integer is not one instruction on Java 17, so it is found in the bits of
 * a sum.
 *
 * <p>Where eˣ is smaller than every normal number the result is 0, for NaN it is NaN. It is infinite from
 * x = 127.5·ln 2 on, a little before eˣ is too large for a float.
 *
 * <p>The loops are those of {@link ElementwiseFunction#applyToVectors}. What they read and what they write
 * are consecutive values that fill whole vectors, and the same ones or not overlapping.
 */
final class Exponential {

  private Exponential() {}

  /**
   * Computes e^(factor·v + summand) for each of some values v.
   *
   * @param source holds the values
   * @param from the index of the first
   * @param to behind the last
   * @param factor what a value is multiplied by before
   * @param summand what is added then
   * @param target receives the results
   * @param first the index of the first result
   */
  static void compute(
      float[] source, int from, int to, float factor, float summand, float[] target, int first) {
    int move = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector v = FloatVector.fromArray(VectorWidth.FLOATS, source, i);
      FloatVector x = v.fma(
          FloatVector.broadcast(VectorWidth.FLOATS, factor),
          FloatVector.broadcast(VectorWidth.FLOATS, summand));

      FloatVector bound = FloatVector.broadcast(VectorWidth.FLOATS, LOWEST);
      x = x.blend(bound, x.compare(VectorOperators.LT, bound));
      bound = FloatVector.broadcast(VectorWidth.FLOATS, HIGHEST);
      x = x.blend(bound, x.compare(VectorOperators.GT, bound));
      FloatVector shift = FloatVector.broadcast(VectorWidth.FLOATS, SHIFT);
      FloatVector shifted = x.fma(FloatVector.broadcast(VectorWidth.FLOATS, LOG2_E), shift);
      FloatVector n = shifted.sub(shift);
      FloatVector r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -LN_2_HIGH), x);
      r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -LN_2_LOW), r);
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      // Three short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector square = r.mul(r);
      FloatVector c2 = FloatVector.broadcast(VectorWidth.FLOATS, C2);
      FloatVector c3 = FloatVector.broadcast(VectorWidth.FLOATS, C3);
      FloatVector c4 = FloatVector.broadcast(VectorWidth.FLOATS, C4);
      FloatVector c5 = FloatVector.broadcast(VectorWidth.FLOATS, C5);
      FloatVector c6 = FloatVector.broadcast(VectorWidth.FLOATS, C6);
      FloatVector low = c3.fma(r, c2);
      FloatVector high = c6.fma(square, c5.fma(r, c4));
      FloatVector p = high.fma(square, low).fma(square, r.add(one));
      IntVector bits = shifted.reinterpretAsInts();
      bits = bits.lanewise(VectorOperators.LSHL, MANTISSA_BITS);
      p.mul(bits.reinterpretAsFloats()).intoArray(target, i + move);
    }
  }

  /**
   * Computes eˣ − 1 for x = factor·v where that is negative, else 0. It is (eʳ − 1)·2ⁿ + (2ⁿ − 1), where
   * nothing cancels: the relative error is below 4·10⁻⁷ near 0 too. The parameters are those of {@link
   * #compute}.
   */
  static void computeMinusOne(
      float[] source, int from, int to, float factor, float[] target, int first) {
    int move = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector v = FloatVector.fromArray(VectorWidth.FLOATS, source, i);
      FloatVector x = v.mul(factor);

      FloatVector bound = FloatVector.broadcast(VectorWidth.FLOATS, LOWEST);
      x = x.blend(bound, x.compare(VectorOperators.LT, bound));
      bound = FloatVector.zero(VectorWidth.FLOATS);
      x = x.blend(bound, x.compare(VectorOperators.GT, bound));
      FloatVector shift = FloatVector.broadcast(VectorWidth.FLOATS, SHIFT);
      FloatVector shifted = x.fma(FloatVector.broadcast(VectorWidth.FLOATS, LOG2_E), shift);
      FloatVector n = shifted.sub(shift);
      FloatVector r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -LN_2_HIGH), x);
      r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -LN_2_LOW), r);
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      // Three short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector square = r.mul(r);
      FloatVector c2 = FloatVector.broadcast(VectorWidth.FLOATS, C2);
      FloatVector c3 = FloatVector.broadcast(VectorWidth.FLOATS, C3);
      FloatVector c4 = FloatVector.broadcast(VectorWidth.FLOATS, C4);
      FloatVector c5 = FloatVector.broadcast(VectorWidth.FLOATS, C5);
      FloatVector c6 = FloatVector.broadcast(VectorWidth.FLOATS, C6);
      FloatVector low = c3.fma(r, c2);
      FloatVector high = c6.fma(square, c5.fma(r, c4));
      FloatVector p = high.fma(square, low).fma(square, r);
      IntVector bits = shifted.reinterpretAsInts();
      bits = bits.lanewise(VectorOperators.LSHL, MANTISSA_BITS);
      FloatVector power = bits.reinterpretAsFloats();
      p.fma(power, power.sub(one)).intoArray(target, i + move);
    }
  }
}
