package dev.lamina.tck;

/**
 * A dense layer in double precision, A = g(X·W + b), with a bound for the error of any correct
 * computation in float.
 *
 * <p>Each zⱼ is a sum of in products and the bias: n = in + 1 terms. In whatever order a backend adds
 * them, with fused multiply-add or without, a term goes through at most one rounding as a product and
 * in roundings as part of a sum. So, with u = 2⁻²⁴ (Higham, <i>Accuracy and Stability of Numerical
 * Algorithms</i>, 2nd edition, section 3.1, inequality (3.5), where the bias is one more term whose
 * factor is 1),
 *
 * <pre>
 *   |fl(zⱼ) − zⱼ| ≤ γₙ (Σₖ |xₖ wₖⱼ| + |bⱼ|),   γₙ = n u / (1 − n u)
 * </pre>
 *
 * <p>Three more terms make the bound complete: an operation whose result is subnormal may be off by up
 * to the smallest normal float (if the hardware flushes such results to zero), of which there are at
 * most 2n; the reference itself has rounded by the same formula with u = 2⁻⁵³; and where x is the
 * result of an earlier layer with errors eₖ, the sum carries them on as Σₖ eₖ |wₖⱼ|.
 */
final class DenseReference {

  private final TestLayer layer;
  private final ActivationReference activation;
  private final double gamma;
  private final double underflow;

  DenseReference(TestLayer layer) {
    this.layer = layer;
    this.activation = new ActivationReference(layer.activation(), layer.slopes());
    int terms = layer.in() + 1;
    this.gamma =
        Rounding.gamma(terms, Rounding.FLOAT_UNIT) + Rounding.gamma(terms, Rounding.DOUBLE_UNIT);
    this.underflow = 2.0 * terms * Float.MIN_NORMAL;
  }

  /** A (N × out) for X (N × in). */
  Estimate apply(Estimate x) {
    int out = layer.out();
    Estimate a = Estimate.ofSize(x.rows(), out);
    for (int row = 0; row < x.rows(); row++) {
      double[] z = new double[out];
      double[] magnitudes = new double[out];
      double[] errors = new double[out];
      if (layer.hasBias()) {
        for (int j = 0; j < out; j++) {
          z[j] = layer.bias(j);
          magnitudes[j] = Math.abs(z[j]);
        }
      }
      for (int k = 0; k < layer.in(); k++) {
        addTerms(k, x.value(row, k), x.error(row, k), z, magnitudes, errors);
      }
      for (int j = 0; j < out; j++) {
        settle(j, z, magnitudes[j], errors);
      }
      activation.apply(z, errors);
      a.setRow(row, z, errors);
    }
    return a;
  }

  /** Adds x_k w_kj, its magnitude and the error that x_k brings along, for all columns j. */
  private void addTerms(
      int k, double x, double error, double[] z, double[] magnitudes, double[] errors) {
    double largest = Math.abs(x) + error;
    for (int j = 0; j < z.length; j++) {
      double w = layer.weight(k, j);
      z[j] += x * w;
      magnitudes[j] += largest * Math.abs(w);
      errors[j] += error * Math.abs(w);
    }
  }

  /** Turns the carried error of column j into the whole one, and lets z overflow as floats do. */
  private void settle(int j, double[] z, double magnitude, double[] errors) {
    if (Double.isNaN(z[j]) || Double.isInfinite(z[j])) {
      errors[j] = 0;
      return;
    }
    if (magnitude * (1 + gamma) + underflow < Float.MAX_VALUE) {
      errors[j] += gamma * magnitude + underflow;
      return;
    }
    // Only if all terms have one sign does the sum overflow in every order alike.
    boolean overflows =
        Math.abs(z[j]) == magnitude && errors[j] == 0 && magnitude * (1 - gamma) > 0x1p128;
    if (!overflows) {
      throw new IllegalArgumentException(
          "test data of " + layer + " may overflow or not, as the sum is ordered");
    }
    z[j] = Math.copySign(Double.POSITIVE_INFINITY, z[j]);
  }
}
