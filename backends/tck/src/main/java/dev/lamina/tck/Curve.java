package dev.lamina.tck;

import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * An activation of single values in double precision, written so that it neither overflows nor cancels,
 * and what becomes of the error of its argument.
 */
final class Curve {

  private static final double RELATIVE_ALLOWANCE = 1e-6;
  private static final double ABSOLUTE_ALLOWANCE = 1e-7;

  /** What the product of an argument and a parameter may be off by, as floats: 2⁻²² of it. */
  private static final double PRODUCT_ROUNDING = 0x1p-22;

  private static final double SELU_LAMBDA = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  /**
   * A value that the function takes, or comes as close to as one likes, at a place where it does not go
   * steadily up or down.
   */
  private record Turn(double at, double value) {}

  private final DoubleUnaryOperator function;
  private final boolean exact;
  private final List<Turn> turns;

  private Curve(DoubleUnaryOperator function, boolean exact, Turn... turns) {
    this.function = function;
    this.exact = exact;
    this.turns = List.of(turns);
  }

  /**
   * The function of a unit.
   *
   * @param spec the activation, not one of whole rows
   * @param slope what a PReLU learned for the unit
   */
  static Curve of(ActivationSpec spec, double slope) {
    return switch (spec.kind()) {
      case IDENTITY -> exact(z -> z);
      case RELU -> exact(z -> Math.max(z, 0));
      case RELU6 -> exact(z -> Math.min(Math.max(z, 0), 6));
      case LEAKY_RELU -> leaky(spec.value(ActivationParameter.ALPHA));
      case PRELU -> leaky(slope);
      case ELU -> exponentialLinear(1, spec.value(ActivationParameter.ALPHA), 1);
      case SELU -> exponentialLinear(SELU_LAMBDA, SELU_LAMBDA * SELU_ALPHA, 1);
      case CELU -> {
        double alpha = spec.value(ActivationParameter.ALPHA);
        yield exponentialLinear(1, alpha, 1 / alpha);
      }
      case GELU -> withMinimum(z -> z * NormalDistribution.probability(z), -0.7517915246935645);
      case GELU_TANH -> withMinimum(Curve::geluTanh, -0.7524614220710162);
      case SILU -> withMinimum(z -> z * sigmoid(z), -1.278464542761074);
      case MISH -> withMinimum(Curve::mish, -1.1924312145154952);
      case SOFTPLUS ->
        softplus(spec.value(ActivationParameter.BETA), spec.value(ActivationParameter.THRESHOLD));
      case SOFTSIGN -> growing(z -> z / (1 + Math.abs(z)));
      case SIGMOID -> growing(Curve::sigmoid);
      case LOG_SIGMOID -> growing(z -> -softplus(-z));
      case HARD_SIGMOID -> growing(Curve::hardSigmoid);
      case HARD_SWISH -> withMinimum(z -> z * hardSigmoid(z), -1.5);
      case TANH -> growing(Math::tanh);
      case HARD_TANH -> {
        double min = spec.value(ActivationParameter.MIN);
        double max = spec.value(ActivationParameter.MAX);
        yield exact(z -> Math.min(Math.max(z, min), max));
      }
      case TANHSHRINK -> growing(Curve::tanhshrink);
      case EXP -> growing(Math::exp);
      case SOFTMAX, LOG_SOFTMAX ->
        throw new IllegalArgumentException(spec + " is not a function of single values");
    };
  }

  private static Curve exact(DoubleUnaryOperator growing) {
    return new Curve(growing, true);
  }

  private static Curve growing(DoubleUnaryOperator function) {
    return new Curve(function, false);
  }

  private static Curve withMinimum(DoubleUnaryOperator function, double at) {
    return new Curve(function, false, new Turn(at, function.applyAsDouble(at)));
  }

  private static Curve leaky(double slope) {
    return new Curve(z -> z >= 0 ? z : slope * z, false, new Turn(0, 0));
  }

  private static Curve exponentialLinear(double above, double below, double rate) {
    return growing(z -> above * Math.max(z, 0) + below * Math.expm1(rate * Math.min(z, 0)));
  }

  private static Curve softplus(double beta, double threshold) {
    // At the threshold the function may jump.
    double at = threshold / beta;
    return new Curve(
        z -> beta * z > threshold ? z : softplus(beta * z) / beta,
        false,
        new Turn(at, at),
        new Turn(at, softplus(threshold) / beta));
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

  /** g(z). */
  double value(double z) {
    return function.applyAsDouble(z);
  }

  /**
   * How far a float implementation of g may be from g(z) if z is known up to an error: as far as g goes
   * within it, and what the implementation may be wrong by itself, which is nothing for functions that
   * only choose.
   */
  double error(double z, double error) {
    double value = value(z);
    double farthest = 0;
    if (error > 0) {
      farthest = Math.max(Math.abs(value(z + error) - value), Math.abs(value(z - error) - value));
    }
    double reach = error + PRODUCT_ROUNDING * Math.abs(z);
    for (Turn turn : turns) {
      if (Math.abs(turn.at - z) <= reach) {
        farthest = Math.max(farthest, Math.abs(turn.value - value));
      }
    }
    return exact ? farthest : farthest + allowance(Math.abs(value) + farthest, Math.abs(z) + error);
  }

  private static double allowance(double value, double magnitude) {
    double absolute = Math.max(ABSOLUTE_ALLOWANCE * Math.min(1, magnitude), Float.MIN_NORMAL);
    return Math.max(RELATIVE_ALLOWANCE * value, absolute);
  }
}
