package dev.lamina.spi;

import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.function.DoubleUnaryOperator;

/**
 * The activations of single values in double precision: right, and slow. They are what the conformance
 * suite compares with, and there for backends that have more important things to make fast.
 *
 * <p>Each is written so that it neither overflows nor cancels; {@link dev.lamina.Activation} states the
 * formulas, with their sources.
 */
public final class ScalarActivation {

  private static final double SELU_LAMBDA = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  private ScalarActivation() {}

  /**
   * The function g of one unit.
   *
   * @param spec the activation with its parameters
   * @param slope what a PReLU learned for the unit; of no account for all others
   * @return g
   * @throws IllegalArgumentException if it is a function of whole rows, such as softmax
   */
  public static DoubleUnaryOperator of(ActivationSpec spec, double slope) {
    return switch (spec.kind()) {
      case IDENTITY -> z -> z;
      case RELU -> z -> Math.max(z, 0);
      case RELU6 -> z -> Math.min(Math.max(z, 0), 6);
      case LEAKY_RELU -> leaky(spec.value(ActivationParameter.ALPHA));
      case PRELU -> leaky(slope);
      case ELU -> exponentialLinear(1, spec.value(ActivationParameter.ALPHA), 1);
      case SELU -> exponentialLinear(SELU_LAMBDA, SELU_LAMBDA * SELU_ALPHA, 1);
      case CELU -> {
        double alpha = spec.value(ActivationParameter.ALPHA);
        yield exponentialLinear(1, alpha, 1 / alpha);
      }
      case GELU -> z -> z * NormalDistribution.probability(z);
      case GELU_TANH -> ScalarActivation::geluTanh;
      case SILU -> z -> z * sigmoid(z);
      case MISH -> ScalarActivation::mish;
      case SOFTPLUS -> {
        double beta = spec.value(ActivationParameter.BETA);
        double threshold = spec.value(ActivationParameter.THRESHOLD);
        yield z -> beta * z > threshold ? z : softplus(beta * z) / beta;
      }
      case SOFTSIGN -> z -> z / (1 + Math.abs(z));
      case SIGMOID -> ScalarActivation::sigmoid;
      case LOG_SIGMOID -> z -> -softplus(-z);
      case HARD_SIGMOID -> ScalarActivation::hardSigmoid;
      case HARD_SWISH -> z -> z * hardSigmoid(z);
      case TANH -> Math::tanh;
      case HARD_TANH -> {
        double min = spec.value(ActivationParameter.MIN);
        double max = spec.value(ActivationParameter.MAX);
        yield z -> Math.min(Math.max(z, min), max);
      }
      case TANHSHRINK -> ScalarActivation::tanhshrink;
      case EXP -> Math::exp;
      case SOFTMAX, LOG_SOFTMAX ->
        throw new IllegalArgumentException(spec + " is not a function of single values");
    };
  }

  private static DoubleUnaryOperator leaky(double slope) {
    return z -> z >= 0 ? z : slope * z;
  }

  private static DoubleUnaryOperator exponentialLinear(double above, double below, double rate) {
    return z -> above * Math.max(z, 0) + below * Math.expm1(rate * Math.min(z, 0));
  }

  private static double softplus(double z) {
    return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }

  private static double sigmoid(double z) {
    // Of the two equal forms the one whose exponential cannot overflow.
    return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
  }

  private static double hardSigmoid(double z) {
    return Math.min(Math.max(z + 3, 0), 6) / 6;
  }

  private static double geluTanh(double z) {
    // (1 + tanh y) / 2 is sigmoid(2y), which does not cancel.
    return z * sigmoid(2 * Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z));
  }

  private static double mish(double z) {
    // tanh(ln(1 + t)) is ((1 + t)² − 1) / ((1 + t)² + 1).
    double t = Math.exp(Math.min(z, 50));
    return z * (t * (t + 2) / (t * (t + 2) + 2));
  }

  private static double tanhshrink(double z) {
    // Below, the difference would lose more than half of its digits: the series goes on with z⁹.
    double q = z * z;
    return Math.abs(z) < 1e-2
        ? z * q * (1 / 3.0 - q * (2 / 15.0 - q * 17 / 315.0))
        : z - Math.tanh(z);
  }
}
