package dev.lamina.weights.onnx;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operators that compute each element from one element, as <a
 * href="https://onnx.ai/onnx/operators/">ONNX defines them</a>, in double precision. They are written
 * from these formulas and share nothing with the activations that layers become.
 */
final class ElementOperators {

  private ElementOperators() {}

  /** The function of a node; empty if its operator is none of these. */
  static Optional<DoubleUnaryOperator> of(Node node) {
    return Optional.ofNullable(function(node));
  }

  private static @Nullable DoubleUnaryOperator function(Node node) {
    return switch (node.operator()) {
      case "Identity" -> z -> z;
      case "Abs" -> Math::abs;
      case "Neg" -> z -> -z;
      case "Reciprocal" -> z -> 1 / z;
      case "Exp" -> Math::exp;
      case "Log" -> Math::log;
      case "Erf" -> ElementOperators::erf;
      case "Relu" -> z -> Math.max(z, 0);
      case "Sigmoid" -> ElementOperators::sigmoid;
      case "Tanh" -> Math::tanh;
      case "Softplus" -> ElementOperators::softplus;
      case "Softsign" -> z -> z / (1 + Math.abs(z));
      case "Mish" -> z -> z * Math.tanh(softplus(z));
      case "HardSwish" -> z -> z * hardSigmoid(z, 1 / 6.0, 0.5);
      case "LeakyRelu" -> {
        double alpha = node.number("alpha", 0.01f);
        yield z -> z < 0 ? alpha * z : z;
      }
      case "Elu" -> {
        double alpha = node.number("alpha", 1);
        yield z -> z < 0 ? alpha * Math.expm1(z) : z;
      }
      case "Selu" -> {
        double alpha = node.number("alpha", 1.6732632f);
        double gamma = node.number("gamma", 1.050701f);
        yield z -> gamma * (z <= 0 ? alpha * Math.expm1(z) : z);
      }
      case "Celu" -> {
        double alpha = node.number("alpha", 1);
        yield z -> Math.max(z, 0) + Math.min(0, alpha * Math.expm1(z / alpha));
      }
      case "Gelu" ->
        node.text("approximate", "none").equals("tanh")
            ? ElementOperators::geluTanh
            : z -> z * (1 + erf(z / Math.sqrt(2))) / 2;
      case "Swish" -> {
        double alpha = node.number("alpha", 1);
        yield z -> z * sigmoid(alpha * z);
      }
      case "HardSigmoid" -> {
        double alpha = node.number("alpha", 0.2f);
        double beta = node.number("beta", 0.5f);
        yield z -> hardSigmoid(z, alpha, beta);
      }
      default -> null;
    };
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** ln(1 + e^z) without an exponential that overflows. */
  private static double softplus(double z) {
    return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }

  private static double hardSigmoid(double z, double alpha, double beta) {
    return Math.max(0, Math.min(1, alpha * z + beta));
  }

  private static double geluTanh(double z) {
    return z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z))) / 2;
  }

  /**
   * The series 2/√π · e^(−x²) · Σₙ 2ⁿ·x²ⁿ⁺¹ / (1·3·…·(2n+1)), whose terms have one sign (Abramowitz,
   * Stegun, 7.1.6). From 6 on 1 − erf x is less than 10⁻¹⁶.
   */
  private static double erf(double z) {
    if (!(Math.abs(z) < 6)) {
      return Double.isNaN(z) ? z : Math.signum(z);
    }
    double term = z;
    double sum = 0;
    for (int n = 1; sum + term != sum; n++) {
      sum += term;
      term *= 2 * z * z / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum;
  }
}
