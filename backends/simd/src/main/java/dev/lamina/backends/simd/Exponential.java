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
 * than every normal number the result is 0, above e^88.4 it is infinite, for NaN it is NaN.
 */
final class Exponential {

  /** Where 2ⁿ becomes 0. */
  private static final float LOWEST = -88;

  /** Where 2ⁿ becomes infinite. */
  private static final float HIGHEST = 89;

  private static final float LOG2_E = 0x1.715476p0f;

  /** ln 2 to 15 bits, so that its product with any n is exact, and the rest of it. */
  private static final float LN_2_HIGH = 0x1.62e4p-1f;

  private static final float LN_2_LOW = 0x1.7f7d1cp-20f;

  /**
   * 1.5·2²³: what is added to it is rounded to an integer, found in the lowest bits of the sum. The
   * Vector API's own conversion is not one instruction on Java 17.
   */
  private static final float SHIFT = 0x1.8p23f;

  /** eʳ ≈ 1 + r + C2·r² + … + C6·r⁶: a minimax fit on |r| ≤ ln 2 / 2, its relative error is 3·10⁻⁹. */
  private static final float C2 = 0x1.fffffcp-2f;

  private static final float C3 = 0x1.555492p-3f;
  private static final float C4 = 0x1.5558f2p-5f;
  private static final float C5 = 0x1.1239f6p-7f;
  private static final float C6 = 0x1.6a240ep-10f;

  private static final int MANTISSA_BITS = 23;
  private static final int BITS_OF_ONE = 0x3f800000;

  private Exponential() {}

  static FloatVector exp(FloatVector x) {
    return expOfAtMostHighest(x.blend(HIGHEST, x.compare(VectorOperators.GT, HIGHEST)));
  }

  /** eˣ for x that is known not to be above 0, or NaN. */
  static FloatVector expOfNegative(FloatVector x) {
    return expOfAtMostHighest(x);
  }

  private static FloatVector expOfAtMostHighest(FloatVector x) {
    FloatVector clamped = x.blend(LOWEST, x.compare(VectorOperators.LT, LOWEST));
    FloatVector shift = FloatVector.broadcast(VectorWidth.FLOATS, SHIFT);
    FloatVector shifted = clamped.fma(FloatVector.broadcast(VectorWidth.FLOATS, LOG2_E), shift);
    FloatVector n = shifted.sub(shift);
    FloatVector r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -LN_2_HIGH), clamped);
    r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -LN_2_LOW), r);
    FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
    FloatVector p = Polynomials.evaluate(r, C6, C5, C4, C3, C2).fma(r, one).fma(r, one);
    return p.mul(powerOfTwo(shifted));
  }

  /** 2ⁿ for the integer n in the lowest bits of a vector's elements. */
  private static FloatVector powerOfTwo(FloatVector shifted) {
    IntVector n = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    return n.add(BITS_OF_ONE).reinterpretAsFloats();
  }
}
