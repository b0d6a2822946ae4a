package dev.lamina.backends.plain.coefficients;

/**
 * The two numbers of SELU for which mean 0 and variance 1 are a fixed point (Klambauer, Unterthiner, Mayr,
 * Hochreiter, 2017, appendix).
 */
public final class SeluCoefficients {

  /** The factor of the whole function. */
  public static final double LAMBDA = 1.0507009873554805;

  /** The factor of eᶻ − 1. */
  public static final double ALPHA = 1.6732632423543772;

  private SeluCoefficients() {}
}
