package dev.lamina.backends.simd;

import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.BITS_OF_ONE;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.MANTISSA_BITS;
import static dev.lamina.backends.plain.coefficients.ExponentialCoefficients.SHIFT;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C3;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C5;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C7;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C9;

import dev.lamina.backends.plain.coefficients.LogarithmCoefficients;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Natural logarithms, by the series of {@link LogarithmCoefficients}. */
final class Logarithm {

  private static final float LN_2 = 0x1.62e43p-1f;

  private static final int MANTISSA = (1 << MANTISSA_BITS) - 1;

  private static final int EXPONENT_BIAS = 127;

  private static final int BITS_OF_SHIFT = Float.floatToRawIntBits(SHIFT);

  private Logarithm() {}

  /**
   * Computes ln(1 + e^−|factor·v|) for each of at least as many consecutive values v as a vector holds.
   *
   * @param source holds the values
   * @param from the index of the first
   * @param to behind the last
   * @param factor what a value is multiplied by before
   * @param target receives the results, another array or another part of it
   * @param first the index of the first result
   */
  static void ofOnePlusDecay(
      float[] source, int from, int to, float factor, float[] target, int first) {
    int last = to - VectorWidth.LANES;
    int move = first - from;
    int next = from;
    int i;
    do {
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      FloatVector v = FloatVector.fromArray(VectorWidth.FLOATS, source, i);
      v.mul(factor).abs().neg().intoArray(target, i + move);
    } while (i < last);
    int end = to + move;
    Exponential.compute(target, first, end, 1, 0, target, first);
    ofOnePlus(target, first, end);
  }

  /** Replaces values from 0 to 1 by ln(1 + t), with a relative error below 4·10⁻⁷. */
  private static void ofOnePlus(float[] a, int from, int to) {
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector t = ahead;
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);

      FloatVector s = t.div(t.add(2f));
      FloatVector q = s.mul(s);
      FloatVector p = FloatVector.broadcast(VectorWidth.FLOATS, C9)
          .fma(q, FloatVector.broadcast(VectorWidth.FLOATS, C7));
      p = p.fma(q, FloatVector.broadcast(VectorWidth.FLOATS, C5));
      p = p.fma(q, FloatVector.broadcast(VectorWidth.FLOATS, C3));
      p = p.fma(q, FloatVector.broadcast(VectorWidth.FLOATS, 2f));
      p.mul(s).intoArray(a, i);
    } while (i < last);
  }

  /**
   * Replaces values x from 1 on by ln x, with an error below 4·10⁻⁷ of it. With x = 2ⁿ·(1 + t) it is n·ln 2
   * + ln(1 + t), neither of which is negative. NaN stays NaN.
   *
   * @param a holds the values
   * @param from the index of the first
   * @param count their number, a multiple of that of a vector's
   * @param scratch scratch memory for as many values
   * @param at where that begins
   */
  static void apply(float[] a, int from, int count, float[] scratch, int at) {
    for (int i = 0; i < count; i += VectorWidth.LANES) {
      FloatVector x = FloatVector.fromArray(VectorWidth.FLOATS, a, from + i);
      IntVector bits = x.reinterpretAsInts();
      // n and the exponent's bias in the lowest bits of SHIFT, which is quicker than a conversion.
      FloatVector n = bits.lanewise(VectorOperators.LSHR, MANTISSA_BITS)
          .add(BITS_OF_SHIFT)
          .reinterpretAsFloats()
          .sub(SHIFT + EXPONENT_BIAS);
      FloatVector nan = x.sub(x); // 0 for all numbers
      n.fma(FloatVector.broadcast(VectorWidth.FLOATS, LN_2), nan).intoArray(scratch, at + i);
      bits = bits.and(MANTISSA).or(BITS_OF_ONE);
      bits.reinterpretAsFloats().sub(1f).intoArray(a, from + i);
    }
    ofOnePlus(a, from, from + count);
    for (int i = 0; i < count; i += VectorWidth.LANES) {
      FloatVector.fromArray(VectorWidth.FLOATS, a, from + i)
          .add(FloatVector.fromArray(VectorWidth.FLOATS, scratch, at + i))
          .intoArray(a, from + i);
    }
  }

  /**
   * The logarithm of a single value, with the bits of {@link #apply}.
   *
   * @param x 1 or more
   * @param scratch scratch memory for two vectors
   * @param at the index of its first element
   */
  static float of(float x, float[] scratch, int at) {
    FloatVector.broadcast(VectorWidth.FLOATS, x).intoArray(scratch, at);
    apply(scratch, at, VectorWidth.LANES, scratch, at + VectorWidth.LANES);
    return scratch[at];
  }
}
