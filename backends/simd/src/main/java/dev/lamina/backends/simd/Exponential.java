package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * eˣ with a relative error below 2.5·10⁻⁷.
 *
 * <p>With n = round(x / ln 2) and r = x − n·ln 2 it is eˣ = eʳ·2ⁿ, where |r| ≤ ln 2 / 2. For eʳ a
 * polynomial will do, and 2ⁿ is put together from its bits (the method of William Cody and William
 * Waite, <i>Software Manual for the Elementary Functions</i>, 1980, chapter 6). Where eˣ is smaller
 * than every normal number the result is 0, for NaN it is NaN. It is infinite from x = 127.5·ln 2 on, a
 * little before eˣ is too large for a float: no function needs values as large as these.
 */
final class Exponential {

  /** Where 2ⁿ becomes 0. */
  static final float LOWEST = -88;

  /** Where 2ⁿ becomes infinite. */
  static final float HIGHEST = 89;

  static final float LOG2_E = 0x1.715476p0f;

  /** ln 2 to 15 bits, so that its product with any n is exact, and the rest of it. */
  static final float LN_2_HIGH = 0x1.62e4p-1f;

  static final float LN_2_LOW = 0x1.7f7d1cp-20f;

  /**
   * 1.5·2²³: what is added to it is rounded to an integer, found in the lowest bits of the sum. The
   * Vector API's own conversion is not one instruction on Java 17.
   */
  static final float SHIFT = 0x1.8p23f;

  /** eʳ ≈ 1 + r + C2·r² + … + C6·r⁶: a minimax fit on |r| ≤ ln 2 / 2, its relative error is 3·10⁻⁹. */
  static final float C2 = 0x1.fffffcp-2f;

  static final float C3 = 0x1.555492p-3f;
  static final float C4 = 0x1.5558f2p-5f;
  static final float C5 = 0x1.1239f6p-7f;
  static final float C6 = 0x1.6a240ep-10f;

  static final int MANTISSA_BITS = 23;
  static final int BITS_OF_ONE = 0x3f800000;

  private Exponential() {}

  /**
   * Replaces each of at least as many consecutive values v as a vector holds by e^(factor·v + summand).
   * The loop is that of {@link ElementwiseFunction#applyToRange}.
   *
   * @param a holds the values
   * @param from the index of the first
   * @param to behind the last
   * @param factor what a value is multiplied by before
   * @param summand what is added then
   */
  static void applyToRange(float[] a, int from, int to, float factor, float summand) {
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector x = ahead.fma(
          FloatVector.broadcast(VectorWidth.FLOATS, factor),
          FloatVector.broadcast(VectorWidth.FLOATS, summand));
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);

      x = x.blend(LOWEST, x.compare(VectorOperators.LT, LOWEST));
      x = x.blend(HIGHEST, x.compare(VectorOperators.GT, HIGHEST));
      FloatVector shift = FloatVector.broadcast(VectorWidth.FLOATS, SHIFT);
      FloatVector shifted = x.fma(FloatVector.broadcast(VectorWidth.FLOATS, LOG2_E), shift);
      FloatVector n = shifted.sub(shift);
      FloatVector r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -LN_2_HIGH), x);
      r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -LN_2_LOW), r);
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      // Three short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector square = r.mul(r);
      FloatVector low = FloatVector.broadcast(VectorWidth.FLOATS, C3)
          .fma(r, FloatVector.broadcast(VectorWidth.FLOATS, C2));
      FloatVector high = FloatVector.broadcast(VectorWidth.FLOATS, C5)
          .fma(r, FloatVector.broadcast(VectorWidth.FLOATS, C4));
      high = FloatVector.broadcast(VectorWidth.FLOATS, C6).fma(square, high);
      FloatVector p = high.fma(square, low).fma(square, r.add(one));
      IntVector bits = shifted.reinterpretAsInts();
      bits = bits.lanewise(VectorOperators.LSHL, MANTISSA_BITS).add(BITS_OF_ONE);
      p.mul(bits.reinterpretAsFloats()).intoArray(a, i);
    } while (i < last);
  }
}
