package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.ResidualSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The nodes of one layer, a Gemm and what surrounds it, with the operators of version 13: activations and
 * normalisations that became operators later are written as those that they are made of.
 */
final class LayerNodes {

  private static final int FLOAT_ATTRIBUTE = 1;
  private static final int INT_ATTRIBUTE = 2;
  private static final int INTS_ATTRIBUTE = 7;
  private static final double GELU_CUBIC = 0.044715;

  private static final byte[] LAST_AXIS = ProtoMessage.of(attribute -> {
    attribute.writeString(1, "axes");
    attribute.writeInt64(8, -1);
    attribute.writeInt32(20, INTS_ATTRIBUTE);
  });

  private final LayerSpec layer;
  private final ActivationSpec activation;
  private final List<byte[]> nodes = new ArrayList<>();

  private LayerNodes(LayerSpec layer) {
    this.layer = layer;
    this.activation = layer.activation();
  }

  /** Nodes that make one value of another. */
  private record Part(String name, BiConsumer<String, String> nodes) {}

  /**
   * The nodes, in order.
   *
   * @param inputs what the layer reads, side by side
   * @param residual what it adds, if it adds something
   * @param output what it makes
   * @param isOutByIn whether its weight is out × in
   */
  static List<byte[]> of(
      LayerSpec layer,
      List<String> inputs,
      Optional<String> residual,
      String output,
      boolean isOutByIn) {
    LayerNodes builder = new LayerNodes(layer);
    String value = inputs.get(0);
    if (inputs.size() > 1) {
      value = builder.value("Input");
      builder.node("Concat", "Concat", value, inputs, integer("axis", 1));
    }
    List<Part> parts = builder.parts(residual, isOutByIn);
    for (int i = 0; i < parts.size(); i++) {
      boolean isLast = i == parts.size() - 1;
      String next = isLast ? output : builder.value(parts.get(i).name());
      parts.get(i).nodes().accept(value, next);
      value = next;
    }
    return builder.nodes;
  }

  /** What is done, in the order of {@link LayerSpec}. */
  private List<Part> parts(Optional<String> residual, boolean isOutByIn) {
    boolean isAddedAfter =
        layer.residual().filter(ResidualSpec::afterActivation).isPresent();
    boolean isNormalizedAfter =
        layer.normalization().filter(NormalizationSpec::afterActivation).isPresent();
    Optional<Part> normalized = layer
        .normalization()
        .map(norm -> new Part("Normalized", (z, n) -> normalize(norm, "", "Normalized", z, n)));
    Optional<Part> added =
        residual.map(other -> new Part("Residual", (z, sum) -> operation("Add", sum, z, other)));
    List<Part> parts = new ArrayList<>();
    layer
        .inputNormalization()
        .ifPresent(norm -> parts.add(new Part(
            "NormalizedInput", (x, n) -> normalize(norm, "input_", "NormalizedInput", x, n))));
    parts.add(new Part("Z", (x, z) -> product(x, z, isOutByIn)));
    normalized.filter(part -> !isNormalizedAfter).ifPresent(parts::add);
    added.filter(part -> !isAddedAfter).ifPresent(parts::add);
    if (activation.kind() != Activation.IDENTITY) {
      parts.add(new Part("Activated", this::activate));
    }
    normalized.filter(part -> isNormalizedAfter).ifPresent(parts::add);
    added.filter(part -> isAddedAfter).ifPresent(parts::add);
    return parts;
  }

  private void product(String x, String z, boolean isOutByIn) {
    List<String> inputs = new ArrayList<>(List.of(x, layer.name() + "." + LayerSpec.WEIGHT));
    if (layer.bias()) {
      inputs.add(layer.name() + "." + LayerSpec.BIAS);
    }
    byte[][] transposed = isOutByIn ? new byte[][] {integer("transB", 1)} : new byte[0][];
    node("Gemm", "Gemm", z, inputs, transposed);
  }

  private void normalize(
      NormalizationSpec norm, String role, String name, String value, String normalized) {
    String prefix = layer.name() + "." + role;
    if (norm.kind() == Normalization.LAYER) {
      normalizeRow(norm, prefix, name, value, normalized);
      return;
    }
    node(
        "BatchNormalization",
        role.isEmpty() ? "BatchNormalization" : name,
        normalized,
        List.of(
            value,
            prefix + LayerSpec.NORM_WEIGHT,
            prefix + LayerSpec.NORM_BIAS,
            prefix + LayerSpec.NORM_MEAN,
            prefix + LayerSpec.NORM_VARIANCE),
        real("epsilon", (float) norm.epsilon()));
  }

  /** LayerNormalization became an operator with version 17. */
  private void normalizeRow(
      NormalizationSpec norm, String prefix, String name, String value, String normalized) {
    String mean = mean(name + "Mean", value);
    String difference = operation("Sub", value(name + "Difference"), value, mean);
    String squares = operation("Mul", value(name + "Squares"), difference, difference);
    String variance = mean(name + "Variance", squares);
    String epsilon = constant(name + "Epsilon", norm.epsilon());
    String sum = operation("Add", value(name + "Sum"), variance, epsilon);
    String deviation = operation("Sqrt", value(name + "Deviation"), sum);
    String quotient = operation("Div", value(name + "Quotient"), difference, deviation);
    String weighted =
        operation("Mul", value(name + "Weighted"), quotient, prefix + LayerSpec.NORM_WEIGHT);
    node("Add", name, normalized, List.of(weighted, prefix + LayerSpec.NORM_BIAS));
  }

  private String mean(String name, String value) {
    node("ReduceMean", name, value(name), List.of(value), LAST_AXIS, integer("keepdims", 1));
    return value(name);
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
