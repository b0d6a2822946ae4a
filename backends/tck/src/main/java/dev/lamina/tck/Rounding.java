package dev.lamina.tck;

/** What is known about the rounding of float and double arithmetic in the default mode. */
final class Rounding {

  /** The unit roundoff u of binary32: fl(x) = x (1 + δ) with |δ| ≤ u. */
  static final double FLOAT_UNIT = 0x1p-24;

  /** The unit roundoff of binary64. */
  static final double DOUBLE_UNIT = 0x1p-53;

  private Rounding() {}

  /**
   * γₙ = n u / (1 − n u), the relative error that n roundings in a row can add up to (Higham, Lemma
   * 3.1).
   */
  static double gamma(int n, double unit) {
    double nu = n * unit;
    if (nu >= 1) {
      throw new IllegalArgumentException("there is no bound for " + n + " roundings");
    }
    return nu / (1 - nu);
  }
}
