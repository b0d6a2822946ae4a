package dev.lamina.tck;

import dev.lamina.Activation;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The activations in double precision, with what becomes of the error of their argument.
 *
 * <p>If z is known up to ±e, a function g that grows steadily has its value between g(z − e) and g(z +
 * e): that is never more than its Lipschitz constant times e (1, for the sigmoid ¼), and much less
 * where g is flat. To that comes what a float implementation of g may be wrong by itself: nothing for
 * identity and relu; for the others 10⁻⁶ of the value or 10⁻⁷, whichever is more.
 */
final class ActivationReference {

  private static final double RELATIVE_ALLOWANCE = 1e-6;
  private static final double ABSOLUTE_ALLOWANCE = 1e-7;

  private ActivationReference() {}

  /** Replaces one row's z by g(z), and the errors of z by those of g(z). */
  static void apply(Activation activation, double[] z, double[] errors) {
    switch (activation) {
      case IDENTITY -> {}
      case RELU -> applyToEach(value -> Math.max(value, 0), false, z, errors);
      case SIGMOID -> applyToEach(ActivationReference::sigmoid, true, z, errors);
      case TANH -> applyToEach(Math::tanh, true, z, errors);
      case SOFTMAX -> softmax(z, errors);
      default -> throw new UnsupportedOperationException(activation.toString());
    }
  }

  private static double sigmoid(double z) {
    // Of the two equal forms the one whose exponential cannot overflow.
    return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
  }

  private static double allowance(double value) {
    return Math.max(RELATIVE_ALLOWANCE * Math.abs(value), ABSOLUTE_ALLOWANCE);
  }

  private static void applyToEach(
      DoubleUnaryOperator growing, boolean approximated, double[] z, double[] errors) {
    for (int j = 0; j < z.length; j++) {
      double value = growing.applyAsDouble(z[j]);
      double error = 0;
      if (errors[j] > 0) {
        error = Math.max(
            growing.applyAsDouble(z[j] + errors[j]) - value,
            value - growing.applyAsDouble(z[j] - errors[j]));
      }
      z[j] = value;
      errors[j] = approximated ? error + allowance(value) : error;
    }
  }

  /**
   * The probability pⱼ = 1 / (1 + Σ e^(zₖ − zⱼ)), k ≠ j, is largest when zⱼ is as large and all others
   * are as small as their errors allow, and smallest the other way round: the two ends are computed in
   * logarithms, so that nothing overflows. A float implementation may also be wrong by the rounding
   * of the sum of out exponentials it divides by, all positive: γ_out of the value.
   */
  private static void softmax(double[] z, double[] errors) {
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
    double sum = 0;
    for (int j = 0; j < out; j++) {
      low[j] = z[j] - errors[j];
      high[j] = z[j] + errors[j];
      sum += Math.exp(z[j] - greatest);
    }
    double[] lowOthers = logSumExpOfOthers(low);
    double[] highOthers = logSumExpOfOthers(high);
    double gamma = Rounding.gamma(out, Rounding.FLOAT_UNIT);
    for (int j = 0; j < out; j++) {
      double value = Math.exp(z[j] - greatest) / sum;
      double most = 1 / (1 + Math.exp(lowOthers[j] - high[j]));
      double least = 1 / (1 + Math.exp(highOthers[j] - low[j]));
      double error = Math.max(0, Math.max(most - value, value - least));
      z[j] = value;
      errors[j] = error + gamma * value + allowance(value);
    }
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
