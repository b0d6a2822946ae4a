package dev.lamina.backends.plain.coefficients;

/**
 * tanh z as a rational function: z·P(z²) / Q(z²) with P(q) = 1 + P1·q + … + P4·q⁴ and Q alike, fitted to
 * tanh z / z on |z| ≤ 9 so that the largest relative error, 2·10⁻⁸, is as small as possible. All
 * coefficients are positive, those of Q − P too, so nothing cancels.
 */
public final class TanhCoefficients {

  /** From here on the quotient, computed in float, is 1, and so is tanh, rounded to float. */
  public static final float ONE_FROM = 9.1f;

  /** The factor of q in P. */
  public static final float P1 = 1.3383912e-1f;

  /** The factor of q² in P. */
  public static final float P2 = 3.49891e-3f;

  /** The factor of q³ in P. */
  public static final float P3 = 2.0659692e-5f;

  /** The factor of q⁴ in P. */
  public static final float P4 = 1.3417395e-8f;

  /** The factor of q in Q. */
  public static final float Q1 = 4.6717232e-1f;

  /** The factor of q² in Q. */
  public static final float Q2 = 2.588989e-2f;

  /** The factor of q³ in Q. */
  public static final float Q3 = 3.290891e-4f;

  /** The factor of q⁴ in Q. */
  public static final float Q4 = 7.803787e-7f;

  private TanhCoefficients() {}
}
