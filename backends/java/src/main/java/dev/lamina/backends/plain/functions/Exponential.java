package dev.lamina.backends.plain.functions;

import static dev.lamina.backends.plain.functions.MultiplyAdd.multiplyAdd;

/**
 * eˣ in float arithmetic, with a relative error below 2.5·10⁻⁷.
 *
 * <p>With n = round(x / ln 2) and r = x − n·ln 2 it is eˣ = eʳ·2ⁿ, where |r| ≤ ln 2 / 2. For eʳ a
 * polynomial will do, and 2ⁿ is put together from its bits (the method of William Cody and William
 * Waite, <i>Software Manual for the Elementary Functions</i>, 1980, chapter 6). Where eˣ is smaller
 * than every normal number the result is 0, above e^88.4 it is infinite, for NaN it is NaN.
 *
 * <p>Java 17 vectorises arithmetic but nothing that turns floats into bits. For long arrays the two
 * factors are therefore computed in loops of their own: {@link #split} is vectorised, {@link
 * #powersOfTwo} is not and has very little to do.
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

  /** 1.5·2²³: what is added to it is rounded to an integer, found in the lowest bits of the sum. */
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

  /** eˣ, the same value to the bit as the product of what {@link #split} makes of x. */
  static float exp(float x) {
    float clamped = clamp(x);
    float shifted = shiftedExponent(clamped);
    return mantissa(clamped, shifted) * powerOfTwo(shifted);
  }

  /**
   * Computes eˣ in two factors for x = factor·vⱼ + summand, from ≤ j &lt; to: eʳ, which replaces vⱼ,
   * and n, from which {@link #powersOfTwo} makes 2ⁿ.
   */
  static void split(float[] v, float factor, float summand, float[] exponents, int from, int to) {
    for (int j = from; j < to; j++) {
      float x = clamp(multiplyAdd(factor, v[j], summand));
      float shifted = shiftedExponent(x);
      v[j] = mantissa(x, shifted);
      exponents[j] = shifted;
    }
  }

  /** Replaces each n that {@link #split} left by 2ⁿ. */
  static void powersOfTwo(float[] exponents, int from, int to) {
    for (int j = from; j < to; j++) {
      exponents[j] = powerOfTwo(exponents[j]);
    }
  }

  private static float clamp(float x) {
    return Math.min(Math.max(x, LOWEST), HIGHEST);
  }

  private static float shiftedExponent(float x) {
    return multiplyAdd(x, LOG2_E, SHIFT);
  }

  private static float mantissa(float x, float shifted) {
    float n = shifted - SHIFT;
    float r = multiplyAdd(n, -LN_2_LOW, multiplyAdd(n, -LN_2_HIGH, x));
    float p = multiplyAdd(C6, r, C5);
    p = multiplyAdd(p, r, C4);
    p = multiplyAdd(p, r, C3);
    p = multiplyAdd(p, r, C2);
    p = multiplyAdd(p, r, 1);
    return multiplyAdd(p, r, 1);
  }

  private static float powerOfTwo(float shifted) {
    int n = Float.floatToRawIntBits(shifted) << MANTISSA_BITS;
    return Float.intBitsToFloat(n + BITS_OF_ONE);
  }
}
