package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The activations that model files have. One that Lamina has too names it; the others are recognised,
 * so that they can be refused by name.
 */
enum FileActivation {
  RELU("Relu", Activation.RELU),
  SIGMOID("Sigmoid", Activation.SIGMOID),
  TANH("Tanh", Activation.TANH),
  SOFTMAX("Softmax", Activation.SOFTMAX),
  LOG_SOFTMAX("LogSoftmax", null),
  HARDMAX("Hardmax", null),
  LEAKY_RELU("LeakyRelu", null),
  PRELU("PRelu", null),
  ELU("Elu", null),
  SELU("Selu", null),
  CELU("Celu", null),
  THRESHOLDED_RELU("ThresholdedRelu", null),
  SOFTPLUS("Softplus", null),
  SOFTPLUS_BETA("Softplus with beta", null),
  SOFTSIGN("Softsign", null),
  HARD_SIGMOID("HardSigmoid", null),
  HARD_SWISH("HardSwish", null),
  RELU6("ReLU6 (Clip from 0 to 6)", null),
  HARD_TANH("Hardtanh (Clip from -1 to 1)", null),
  CLIP("Clip", null),
  GELU("Gelu", null),
  GELU_EXACT("GELU in exact form, as PyTorch exports it", null),
  GELU_TANH("GELU in tanh form", null),
  QUICK_GELU("GELU in sigmoid form, x * sigmoid(1.702 x)", null),
  SILU("SiLU (x * sigmoid(x))", null),
  SWISH("Swish", null),
  MISH("Mish", null),
  LOG_SIGMOID("LogSigmoid", null),
  SHRINK("Shrink", null),
  SINE("Sin", null),
  EXPONENTIAL("Exp", null);

  private final String text;
  private final @Nullable Activation activation;

  FileActivation(String text, @Nullable Activation activation) {
    this.text = text;
    this.activation = activation;
  }

  /** The activation of a single operator. */
  static Optional<FileActivation> ofOperator(String operator) {
    return Arrays.stream(values())
        .filter(activation -> activation.text.equals(operator))
        .findFirst();
  }

  /** What Lamina has for it. */
  Optional<Activation> activation() {
    return Optional.ofNullable(activation);
  }

  /** The operators that Lamina has. */
  static String supported() {
    return Arrays.stream(values())
        .filter(a -> a.activation().isPresent())
        .map(a -> a.text)
        .collect(Collectors.joining(", "));
  }

  /** The name as texts show it: the operator's, where there is one. */
  @Override
  public String toString() {
    return text;
  }
}
