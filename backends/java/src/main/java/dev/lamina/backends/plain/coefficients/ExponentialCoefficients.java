package dev.lamina.backends.plain.coefficients;

/**
 * eˣ in float arithmetic: with n = round(x / ln 2) and r = x − n·ln 2 it is eˣ = eʳ·2ⁿ, where |r| ≤ ln 2 /
 * 2. For eʳ a polynomial will do, and 2ⁿ is put together from its bits (the method of William Cody and
 * William Waite, <i>Software Manual for the Elementary Functions</i>, 1980, chapter 6). The relative
 * error is below 2.5·10⁻⁷.
 */
public final class ExponentialCoefficients {

  /** Where 2ⁿ becomes 0. */
  public static final float LOWEST = -88;

  /** Where 2ⁿ becomes infinite. */
  public static final float HIGHEST = 89;

  /** 1 / ln 2. */
  public static final float LOG2_E = 0x1.715476p0f;

  /** ln 2 to 15 bits, so that its product with any n is exact. */
  public static final float LN_2_HIGH = 0x1.62e4p-1f;

  /** The rest of ln 2. */
  public static final float LN_2_LOW = 0x1.7f7d1cp-20f;

  /**
   * 1.5·2²³ + 127: what is added to it is rounded to an integer n, and the lowest bits of the sum are
   * those of n + 127, which is the exponent of 2ⁿ as a float has it.
   */
  public static final float SHIFT = 0x1.8p23f + 127;

  /** eʳ ≈ 1 + r + C2·r² + … + C6·r⁶: a minimax fit on |r| ≤ ln 2 / 2, its relative error is 3·10⁻⁹. */
  public static final float C2 = 0x1.fffffcp-2f;

  /** The factor of r³. */
  public static final float C3 = 0x1.555492p-3f;

  /** The factor of r⁴. */
  public static final float C4 = 0x1.5558f2p-5f;

  /** The factor of r⁵. */
  public static final float C5 = 0x1.1239f6p-7f;

  /** The factor of r⁶. */
  public static final float C6 = 0x1.6a240ep-10f;

  /** How many bits of a float lie below its exponent. */
  public static final int MANTISSA_BITS = 23;

  private ExponentialCoefficients() {}
}
