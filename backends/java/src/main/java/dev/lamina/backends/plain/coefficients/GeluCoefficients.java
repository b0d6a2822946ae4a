package dev.lamina.backends.plain.coefficients;

/**
 * GELU and its approximation by tanh.
 *
 * <p>The distribution function of the normal distribution is, for u ≥ 0, Φ(−u) = e^(−u²/2)·P(u) / Q(u) with
 * P(u) = P0 + P1·u + P2·u² + P3·u³ and Q(u) = 1 + Q1·u + … + Q4·u⁴. The quotient is fitted on 0 ≤ u ≤ 6 so
 * that the largest relative error, 6·10⁻⁸, is as small as possible; beyond that u·Φ(−u) is below 10⁻⁸.
 * All coefficients are positive, so nothing cancels.
 */
public final class GeluCoefficients {

  /** From here on e^(−u²/2) is 0, computed in float. */
  public static final float ZERO_FROM = 14;

  /** The constant term of P. */
  public static final float P0 = 0.49999997f;

  /** The factor of u in P. */
  public static final float P1 = 0.33460253f;

  /** The factor of u² in P. */
  public static final float P2 = 0.10448228f;

  /** The factor of u³ in P. */
  public static final float P3 = 0.01363275f;

  /** The factor of u in Q. */
  public static final float Q1 = 1.467086f;

  /** The factor of u² in Q. */
  public static final float Q2 = 0.87956417f;

  /** The factor of u³ in Q. */
  public static final float Q3 = 0.2613457f;

  /** The factor of u⁴ in Q. */
  public static final float Q4 = 0.03419281f;

  /** −2·√(2/π): the exponent −2·√(2/π)·(z + 0.044715·z³) is z·(LINEAR + CUBIC·z²). */
  public static final float LINEAR = -1.5957692f;

  /** −2·√(2/π)·0.044715. */
  public static final float CUBIC = -0.071354814f;

  private GeluCoefficients() {}
}
