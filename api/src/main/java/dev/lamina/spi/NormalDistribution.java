package dev.lamina.spi;

/**
 * The distribution function Φ of the standard normal distribution, to about 10⁻¹⁴ of its value.
 *
 * <p>Near 0 erf is the sum of the series 2/√π · e^(−x²) · Σₙ 2ⁿ·x²ⁿ⁺¹ / (1·3·…·(2n+1)), all of whose terms
 * have one sign (Abramowitz, Stegun, <i>Handbook of Mathematical Functions</i>, 7.1.6); further out erfc
 * is the continued fraction e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 1½/(x + …)))) (7.1.14).
 */
final class NormalDistribution {

  /** From here on the continued fraction needs fewer terms than it has here. */
  private static final double FRACTION_FROM = 2;

  private static final int FRACTION_TERMS = 120;

  private NormalDistribution() {}

  /** Φ(z), 0 for −∞ and 1 for +∞. */
  static double probability(double z) {
    double x = Math.abs(z) / Math.sqrt(2);
    double tail = x < FRACTION_FROM ? (1 - series(x)) / 2 : fraction(x) / 2;
    return z < 0 ? tail : 1 - tail;
  }

  /** erf x for small x ≥ 0. */
  private static double series(double x) {
    double term = x;
    double sum = 0;
    for (int n = 1; sum + term != sum; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** erfc x for large x. */
  private static double fraction(double x) {
    double denominator = x;
    for (int k = FRACTION_TERMS; k > 0; k--) {
      denominator = x + k / 2.0 / denominator;
    }
    return Math.exp(-x * x) / (Math.sqrt(Math.PI) * denominator);
  }
}
