package dev.lamina.backends.plain.coefficients;

/**
 * ln(1 + t) for 0 ≤ t ≤ 1. With s = t / (2 + t), which is at most ⅓, it is 2·artanh s = 2·s + s³·(2/3 +
 * 2/5·s² + …); the series' first terms are fitted so that the largest relative error, 5·10⁻⁹, is as small as
 * possible. In float arithmetic the relative error is below 4·10⁻⁷.
 */
public final class LogarithmCoefficients {

  /** The factor of s³. */
  public static final float C3 = 0.6666642f;

  /** The factor of s⁵. */
  public static final float C5 = 0.40021527f;

  /** The factor of s⁷. */
  public static final float C7 = 0.28001803f;

  /** The factor of s⁹. */
  public static final float C9 = 0.28012f;

  private LogarithmCoefficients() {}
}
