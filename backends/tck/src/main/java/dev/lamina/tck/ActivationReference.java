package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.Arrays;

/**
 * The activations in double precision, with what becomes of the error of their argument.
 *
 * <p>If z is known up to ±e, the value of g is one that it takes between z − e and z + e. To that comes
 * what a float implementation of g may be wrong by itself: nothing for functions that only choose, such
 * as relu; for the others 10⁻⁶ of the value, 10⁻⁷·min(1, |z|) or the smallest normal float, whichever is
 * most (of whole rows: 10⁻⁶ of the value or 10⁻⁷).
 */
final class ActivationReference {

  private static final double RELATIVE_ALLOWANCE = 1e-6;
  private static final double ABSOLUTE_ALLOWANCE = 1e-7;

  private final ActivationSpec activation;

  /** One for all columns or one for each; none for a function of whole rows. */
  private final Curve[] curves;

  /**
   * The function of a layer.
   *
   * @param activation the function
   * @param slopes what a PReLU learned, one for all columns or one for each; none for the others
   */
  ActivationReference(ActivationSpec activation, float... slopes) {
    this.activation = activation;
    if (activation.kind().needsWholeRows()) {
      curves = new Curve[0];
    } else {
      curves = new Curve[Math.max(1, slopes.length)];
      for (int j = 0; j < curves.length; j++) {
        curves[j] = Curve.of(activation, slopes.length == 0 ? Double.NaN : slopes[j]);
      }
    }
  }

  /**
   * Replaces one row's z by g(z), and the errors of z by those of g(z).
   *
   * @param z the row
   * @param errors how far each z may be off
   */
  void apply(double[] z, double[] errors) {
    if (curves.length == 0) {
      float temperature = activation.value(ActivationParameter.TEMPERATURE);
      for (int j = 0; j < z.length; j++) {
        z[j] /= temperature;
        errors[j] /= temperature;
      }
      softmax(z, errors, activation.kind() == Activation.LOG_SOFTMAX);
      return;
    }
    for (int j = 0; j < z.length; j++) {
      Curve curve = curves[j % curves.length];
      errors[j] = curve.error(z[j], errors[j]);
      z[j] = curve.value(z[j]);
    }
  }

  /**
   * The probability pⱼ = 1 / (1 + Σ e^(zₖ − zⱼ)), k ≠ j, is largest when zⱼ is as large and all others
   * are as small as their errors allow, and smallest the other way round: the two ends are computed in
   * logarithms, so that nothing overflows. A float implementation may also be wrong by the rounding
   * of the sum of out exponentials it divides by, all positive: γ_out of the value, and γ_out of the
   * logarithm, absolutely.
   */
  private static void softmax(double[] z, double[] errors, boolean logarithms) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : z) {
      greatest = Math.max(greatest, value);
    }
    if (Double.isNaN(greatest) || Double.isInfinite(greatest)) {
      Arrays.fill(z, Double.NaN);
      Arrays.fill(errors, 0);
      return;
    }
    int out = z.length;
    double[] low = new double[out];
    double[] high = new double[out];
    for (int j = 0; j < out; j++) {
      z[j] -= greatest;
      low[j] = z[j] - errors[j];
      high[j] = z[j] + errors[j];
    }
    double[] others = logSumExpOfOthers(z);
    double[] lowOthers = logSumExpOfOthers(low);
    double[] highOthers = logSumExpOfOthers(high);
    double gamma = Rounding.gamma(out, Rounding.FLOAT_UNIT);
    for (int j = 0; j < out; j++) {
      double value = share(others[j] - z[j], logarithms);
      double most = share(lowOthers[j] - high[j], logarithms);
      double least = share(highOthers[j] - low[j], logarithms);
      double error = Math.max(0, Math.max(most - value, value - least));
      double ofTheSum = logarithms ? gamma : gamma * value;
      z[j] = value;
      errors[j] = Double.isInfinite(value) ? 0 : error + ofTheSum + allowance(value);
    }
  }

  /** The probability 1 / (1 + e^x), where x is how much larger the others are, or its logarithm. */
  private static double share(double x, boolean logarithm) {
    return logarithm
        ? -(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))))
        : 1 / (1 + Math.exp(x));
  }

  private static double allowance(double value) {
    return Math.max(RELATIVE_ALLOWANCE * Math.abs(value), ABSOLUTE_ALLOWANCE);
  }

  /** For each j the logarithm of the sum of e^(aₖ) over all k ≠ j. */
  private static double[] logSumExpOfOthers(double[] a) {
    int greatest = 0;
    for (int j = 1; j < a.length; j++) {
      if (a[j] > a[greatest]) {
        greatest = j;
      }
    }
    double sum = 0;
    for (double value : a) {
      sum += Math.exp(value - a[greatest]);
    }
    double[] result = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      // The greatest term, 1, stays in the sum: nothing is lost in the difference.
      result[j] = j == greatest
          ? logSumExpWithout(greatest, a)
          : a[greatest] + Math.log(sum - Math.exp(a[j] - a[greatest]));
    }
    return result;
  }

  private static double logSumExpWithout(int left, double[] a) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < a.length; k++) {
      greatest = k == left ? greatest : Math.max(greatest, a[k]);
    }
    if (Double.isInfinite(greatest)) {
      return greatest;
    }
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += k == left ? 0 : Math.exp(a[k] - greatest);
    }
    return greatest + Math.log(sum);
  }
}
