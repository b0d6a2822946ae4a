package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NormalizationSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of one layer, a Gemm and what computes the activation, with the operators of version 13:
 * activations that became operators later are written as those that they are made of.
 */
final class LayerNodes {

  private static final int FLOAT_ATTRIBUTE = 1;
  private static final int INT_ATTRIBUTE = 2;
  private static final double GELU_CUBIC = 0.044715;

  private final LayerSpec layer;
  private final ActivationSpec activation;
  private final List<byte[]> nodes = new ArrayList<>();

  private LayerNodes(LayerSpec layer) {
    this.layer = layer;
    this.activation = layer.activation();
  }

  /**
   * The nodes, in order.
   *
   * @param input what the layer reads
   * @param output what it makes
   * @param isOutByIn whether its weight is out × in
   */
  static List<byte[]> of(LayerSpec layer, String input, String output, boolean isOutByIn) {
    LayerNodes builder = new LayerNodes(layer);
    boolean hasActivation = layer.activation().kind() != Activation.IDENTITY;
    boolean isNormalized = layer.normalization().isPresent();
    boolean isLast =
        layer.normalization().filter(NormalizationSpec::afterActivation).isPresent();
    boolean isNormalizedFirst = isNormalized && !isLast;
    String affine = hasActivation || isNormalized ? builder.value("Z") : output;
    String x = input;
    if (layer.inputNormalization().isPresent()) {
      x = builder.value("NormalizedInput");
      builder.normalizeInput(input, x);
    }
    List<String> inputs = new ArrayList<>(List.of(x, layer.name() + "." + LayerSpec.WEIGHT));
    if (layer.bias()) {
      inputs.add(layer.name() + "." + LayerSpec.BIAS);
    }
    byte[][] transposed = isOutByIn ? new byte[][] {integer("transB", 1)} : new byte[0][];
    builder.node("Gemm", "Gemm", affine, inputs, transposed);
    String z = affine;
    if (isNormalizedFirst) {
      z = hasActivation ? builder.value("Normalized") : output;
      builder.normalize(affine, z);
    }
    String a = isLast ? builder.value("Activated") : output;
    if (hasActivation) {
      builder.activate(z, a);
    }
    if (isLast) {
      builder.normalize(hasActivation ? a : z, output);
    }
    return builder.nodes;
  }

  private void normalize(String value, String normalized) {
    String prefix = layer.name() + ".";
    double epsilon = layer.normalization().map(NormalizationSpec::epsilon).orElseThrow();
    node(
        "BatchNormalization",
        "BatchNormalization",
        normalized,
        List.of(
            value,
            prefix + LayerSpec.NORM_WEIGHT,
            prefix + LayerSpec.NORM_BIAS,
            prefix + LayerSpec.NORM_MEAN,
            prefix + LayerSpec.NORM_VARIANCE),
        real("epsilon", (float) epsilon));
  }

  private void normalizeInput(String value, String normalized) {
    String prefix = layer.name() + ".";
    double epsilon = layer.inputNormalization().map(NormalizationSpec::epsilon).orElseThrow();
    node(
        "BatchNormalization",
        "NormalizedInput",
        normalized,
        List.of(
            value,
            prefix + LayerSpec.INPUT_NORM_WEIGHT,
            prefix + LayerSpec.INPUT_NORM_BIAS,
            prefix + LayerSpec.INPUT_NORM_MEAN,
            prefix + LayerSpec.INPUT_NORM_VARIANCE),
        real("epsilon", (float) epsilon));
  }

  private void activate(String z, String a) {
    switch (activation.kind()) {
      case IDENTITY -> throw new IllegalStateException("nothing to compute");
      case RELU -> single("Relu", z, a);
      case RELU6 -> clip(0, 6, z, a);
      case LEAKY_RELU -> single("LeakyRelu", z, a, alpha());
      case PRELU -> node("PRelu", "PRelu", a, List.of(z, layer.name() + "." + LayerSpec.SLOPE));
      case ELU -> single("Elu", z, a, alpha());
      case SELU -> single("Selu", z, a);
      case CELU -> single("Celu", z, a, alpha());
      case GELU -> gelu(z, a);
      case GELU_TANH -> geluTanh(z, a);
      case SILU -> operation("Mul", a, z, operation("Sigmoid", value("Sigmoid"), z));
      case MISH -> {
        String softplus = operation("Softplus", value("Softplus"), z);
        operation("Mul", a, z, operation("Tanh", value("Tanh"), softplus));
      }
      case SOFTPLUS -> softplus(z, a);
      case SOFTSIGN -> single("Softsign", z, a);
      case SIGMOID -> single("Sigmoid", z, a);
      case LOG_SIGMOID -> {
        // The logarithm of a sigmoid would be infinite where the sigmoid is 0 as a float.
        String softplus =
            operation("Softplus", value("Softplus"), operation("Neg", value("Negative"), z));
        operation("Neg", a, softplus);
      }
      case HARD_SIGMOID -> hardSigmoid(z, a);
      case HARD_SWISH -> operation("Mul", a, z, hardSigmoid(z, value("HardSigmoid")));
      case TANH -> single("Tanh", z, a);
      case HARD_TANH ->
        clip(number(ActivationParameter.MIN), number(ActivationParameter.MAX), z, a);
      case TANHSHRINK -> operation("Sub", a, z, operation("Tanh", value("Tanh"), z));
      case EXP -> single("Exp", z, a);
      case SOFTMAX -> softmax("Softmax", z, a);
      case LOG_SOFTMAX -> softmax("LogSoftmax", z, a);
    }
  }

  private void clip(float min, float max, String z, String a) {
    node("Clip", "Clip", a, List.of(z, constant("min", min), constant("max", max)));
  }

  /** z·(1 + erf(z/√2)) / 2, as PyTorch exports it. */
  private void gelu(String z, String a) {
    String argument = operation("Div", value("Scaled"), z, constant("sqrt2", Math.sqrt(2)));
    half(z, operation("Erf", value("Erf"), argument), a);
  }

  /** z·(1 + tanh(√(2/π)·(z + 0.044715·z³))) / 2. */
  private void geluTanh(String z, String a) {
    String cube = operation("Mul", value("Cube"), operation("Mul", value("Square"), z, z), z);
    String cubic = operation("Mul", value("Cubic"), cube, constant("cubicFactor", GELU_CUBIC));
    String sum = operation("Add", value("Inner"), z, cubic);
    String argument =
        operation("Mul", value("Scaled"), sum, constant("sqrt2OverPi", Math.sqrt(2 / Math.PI)));
    half(z, operation("Tanh", value("Tanh"), argument), a);
  }

  /** z·(1 + f) / 2. */
  private void half(String z, String f, String a) {
    String sum = operation("Add", value("Sum"), f, constant("one", 1));
    String product = operation("Mul", value("Product"), z, sum);
    operation("Mul", a, product, constant("half", 0.5));
  }

  /** ONNX has neither a beta nor a threshold; only thresholds that make a difference are written. */
  private void softplus(String z, String a) {
    float beta = number(ActivationParameter.BETA);
    float threshold = number(ActivationParameter.THRESHOLD);
    boolean isThresholdUsual =
        threshold == ActivationSpec.of(Activation.SOFTPLUS).value(ActivationParameter.THRESHOLD);
    String smooth = isThresholdUsual ? a : value("Smooth");
    String argument = z;
    if (beta == 1) {
      operation("Softplus", smooth, z);
    } else {
      String factor = constant("beta", beta);
      argument = operation("Mul", value("Scaled"), z, factor);
      String softplus = operation("Softplus", value("Softplus"), argument);
      operation("Div", smooth, softplus, factor);
    }
    if (!isThresholdUsual) {
      String isLinear =
          operation("Greater", value("IsLinear"), argument, constant("threshold", threshold));
      operation("Where", a, isLinear, z, smooth);
    }
  }

  private String hardSigmoid(String z, String a) {
    node("HardSigmoid", "HardSigmoid", a, List.of(z), real("alpha", 1 / 6f), real("beta", 0.5f));
    return a;
  }

  private void softmax(String operator, String z, String a) {
    float temperature = number(ActivationParameter.TEMPERATURE);
    String scaled = temperature == 1
        ? z
        : operation("Div", value("Scaled"), z, constant("temperature", temperature));
    node(operator, operator, a, List.of(scaled), integer("axis", 1));
  }

  private float number(String parameter) {
    return activation.value(parameter);
  }

  private byte[] alpha() {
    return real("alpha", number(ActivationParameter.ALPHA));
  }

  /** The name of a value inside of the layer. */
  private String value(String name) {
    return "/" + layer.name() + "/" + name;
  }

  private void single(String operator, String z, String a, byte[]... attributes) {
    node(operator, operator, a, List.of(z), attributes);
  }

  /** A node without attributes, and what it makes; nodes are called like their results. */
  private String operation(String operator, String output, String... inputs) {
    String prefix = value("");
    String name = output.startsWith(prefix) ? output.substring(prefix.length()) : operator;
    node(operator, name, output, List.of(inputs));
    return output;
  }

  private String constant(String name, double number) {
    String output = value(name);
    node("Constant", name, output, List.of(), real("value_float", (float) number));
    return output;
  }

  private void node(
      String operator, String name, String output, List<String> inputs, byte[]... attributes) {
    nodes.add(ProtoMessage.of(node -> {
      for (String input : inputs) {
        node.writeString(1, input);
      }
      node.writeString(2, output);
      node.writeString(3, value(name));
      node.writeString(4, operator);
      for (byte[] attribute : attributes) {
        node.writeByteArray(5, attribute);
      }
    }));
  }

  private static byte[] integer(String name, long value) {
    return ProtoMessage.of(attribute -> {
      attribute.writeString(1, name);
      attribute.writeInt64(3, value);
      attribute.writeInt32(20, INT_ATTRIBUTE);
    });
  }

  private static byte[] real(String name, float value) {
    return ProtoMessage.of(attribute -> {
      attribute.writeString(1, name);
      attribute.writeFloat(2, value);
      attribute.writeInt32(20, FLOAT_ATTRIBUTE);
    });
  }
}
