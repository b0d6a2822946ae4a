package dev.lamina.tck;

import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.spi.ScalarActivation;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * An activation of single values in double precision, and what becomes of the error of its argument.
 */
final class Curve {

  private static final double RELATIVE_ALLOWANCE = 1e-6;
  private static final double ABSOLUTE_ALLOWANCE = 1e-7;

  /** What the product of an argument and a parameter may be off by, as floats: 2⁻²² of it. */
  private static final double PRODUCT_ROUNDING = 0x1p-22;

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
    DoubleUnaryOperator function = ScalarActivation.of(spec, slope);
    return switch (spec.kind()) {
      case IDENTITY, RELU, RELU6, HARD_TANH -> new Curve(function, true);
      case LEAKY_RELU, PRELU -> new Curve(function, false, new Turn(0, 0));
      case GELU -> withMinimum(function, -0.7517915246935645);
      case GELU_TANH -> withMinimum(function, -0.7524614220710162);
      case SILU -> withMinimum(function, -1.278464542761074);
      case MISH -> withMinimum(function, -1.1924312145154952);
      case HARD_SWISH -> withMinimum(function, -1.5);
      case SOFTPLUS -> {
        // There the function may jump.
        double at =
            spec.value(ActivationParameter.THRESHOLD) / spec.value(ActivationParameter.BETA);
        yield new Curve(
            function, false, new Turn(at, at), new Turn(at, function.applyAsDouble(at)));
      }
      default -> new Curve(function, false);
    };
  }

  private static Curve withMinimum(DoubleUnaryOperator function, double at) {
    return new Curve(function, false, new Turn(at, function.applyAsDouble(at)));
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
