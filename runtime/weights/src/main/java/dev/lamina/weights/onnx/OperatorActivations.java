package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import java.util.Optional;
import java.util.Set;

/**
 * The activations that are <a href="https://onnx.ai/onnx/operators/">operators of ONNX</a>, with their
 * attributes. Those that take a tensor, Clip and PRelu, are not among them.
 */
final class OperatorActivations {

  /** Operators that are used as activations and that Lamina has nothing for. */
  private static final Set<String> UNKNOWN = Set.of("Hardmax", "ThresholdedRelu", "Shrink", "Sin");

  /** ONNX' defaults, which are the floats nearest to {@link Activation#SELU}'s constants. */
  private static final float SELU_ALPHA = 1.6732632f;

  private static final float SELU_GAMMA = 1.050701f;

  /** The slope of {@link Activation#HARD_SIGMOID}. */
  private static final double SIXTH = 1 / 6.0;

  /** Constants that differ by less are rounded, not other ones. */
  private static final double TOLERANCE = 1e-6;

  private OperatorActivations() {}

  /** The activation of a node; empty if its operator is none. */
  static Optional<FileActivation> of(Node node) {
    return UNKNOWN.contains(node.operator())
        ? Optional.of(FileActivation.unknown(node.operator()))
        : Optional.ofNullable(
            switch (node.operator()) {
              case "Relu" -> FileActivation.of(Activation.RELU);
              case "LeakyRelu" -> alpha(node, Activation.LEAKY_RELU, 0.01f);
              case "Elu" -> alpha(node, Activation.ELU, 1);
              case "Selu" -> selu(node);
              case "Celu" -> alpha(node, Activation.CELU, 1);
              case "Gelu" -> gelu(node);
              case "Swish" -> swish(node.number("alpha", 1));
              case "Mish" -> FileActivation.of(Activation.MISH);
              case "Softplus" -> FileActivation.of(Activation.SOFTPLUS);
              case "Softsign" -> FileActivation.of(Activation.SOFTSIGN);
              case "Sigmoid" -> FileActivation.of(Activation.SIGMOID);
              case "HardSigmoid" ->
                hardSigmoid(node.number("alpha", 0.2f), node.number("beta", 0.5f));
              case "HardSwish" -> FileActivation.of(Activation.HARD_SWISH);
              case "Tanh" -> FileActivation.of(Activation.TANH);
              case "Exp" -> FileActivation.of(Activation.EXP);
              case "Softmax" -> FileActivation.of(Activation.SOFTMAX);
              case "LogSoftmax" -> FileActivation.of(Activation.LOG_SOFTMAX);
              default -> null;
            });
  }

  private static FileActivation alpha(Node node, Activation kind, float defaultValue) {
    return FileActivation.of(
        node.operator(), kind, ActivationParameter.ALPHA, node.number("alpha", defaultValue));
  }

  private static FileActivation selu(Node node) {
    float alpha = node.number("alpha", SELU_ALPHA);
    float gamma = node.number("gamma", SELU_GAMMA);
    return isNear(alpha, SELU_ALPHA) && isNear(gamma, SELU_GAMMA)
        ? FileActivation.of(Activation.SELU)
        : new FileActivation.Refused(
            "Selu has alpha = " + alpha + " and gamma = " + gamma + ", expected " + SELU_ALPHA
                + " and " + SELU_GAMMA,
            "the constants that ONNX takes by itself",
            "train with selu as PyTorch, Keras and ONNX define it, or with an elu of that alpha");
  }

  private static FileActivation gelu(Node node) {
    String approximate = node.text("approximate", "none");
    return switch (approximate) {
      case "none" -> FileActivation.of(Activation.GELU);
      case "tanh" -> FileActivation.of(Activation.GELU_TANH);
      default ->
        new FileActivation.Refused(
            "Gelu has approximate = " + Problem.quoted(approximate)
                + ", expected \"none\" or \"tanh\"",
            "one of none, tanh",
            "export it with one of these");
    };
  }

  /** z·sigmoid(factor·z). */
  static FileActivation swish(double factor) {
    return isNear(factor, 1)
        ? FileActivation.of(Activation.SILU)
        : new FileActivation.Refused(
            "Swish, z * sigmoid(a * z), has a = "
                + ActivationParameter.text(FileActivation.parameterValue(factor)) + ", expected 1",
            "z * sigmoid(z)",
            "train with silu, which is swish with 1");
  }

  /**
   * max(0, min(1, alpha·z + beta)) is {@link Activation#HARD_SIGMOID} of 6·alpha·z + 6·beta − 3, so the
   * slope 1/5 of Keras 2 can be made part of the layer.
   */
  private static FileActivation hardSigmoid(double alpha, double beta) {
    if (isNear(alpha, SIXTH) && isNear(beta, 0.5)) {
      return FileActivation.of(Activation.HARD_SIGMOID);
    }
    if (!Double.isFinite(alpha) || !Double.isFinite(beta)) {
      return new FileActivation.Refused(
          "HardSigmoid has alpha = " + alpha + " and beta = " + beta + ", expected finite numbers",
          "finite numbers",
          Problem.DAMAGED);
    }
    double shift = 6 * beta - 3;
    return new FileActivation.Known(
        ActivationSpec.of(Activation.HARD_SIGMOID),
        Optional.of(
            new ColumnScaling(new double[] {6 * alpha}, shift == 0 ? null : new double[] {shift})));
  }

  private static boolean isNear(double value, double expected) {
    return Math.abs(value - expected) <= TOLERANCE * expected;
  }
}
