package dev.lamina.weights.onnx;

import dev.lamina.NetworkSpec;
import java.util.List;

/** The inputs and outputs of a model: rows of floats. */
final class ModelPorts {

  private final String file;
  private final List<Port> inputs;
  private final List<Port> outputs;

  /**
   * Checks how a graph is used.
   *
   * @throws dev.lamina.LaminaException if it has no inputs or outputs, or one that is no rows of floats
   */
  ModelPorts(String file, Graph graph) {
    this.file = file;
    this.inputs = some("input", graph.inputs());
    this.outputs = some("output", graph.outputs());
  }

  List<Port> outputs() {
    return outputs;
  }

  /** The inputs; a single one is called as Lamina calls it. */
  List<ModelInput> modelInputs() {
    return inputs.stream()
        .map(port -> new ModelInput(
            port,
            inputs.size() == 1 ? NetworkSpec.INPUT : port.name(),
            shape(port).width()))
        .toList();
  }

  /** The shape of an input; one that the file does not say is a matrix. */
  FlowShape shape(Port input) {
    if (input.dimensions().isEmpty()) {
      return FlowShape.matrix(-1, -1);
    }
    List<Long> dimensions = input.dimensions().get();
    if (dimensions.size() < 2 || dimensions.contains(0L)) {
      throw Problem.unsupported(
              "input " + Problem.quoted(input.name()) + " is no batch of rows",
              "(N x n): rows, each with n features",
              ModelTensor.text(dimensions),
              "export the model with a batch of examples as its input")
          .in(file);
    }
    FlowShape result = new FlowShape(dimensions.get(0), dimensions.subList(1, dimensions.size()));
    try {
      result.width();
    } catch (ArithmeticException e) {
      throw Problem.damaged(
              "input " + Problem.quoted(input.name()) + " is too large",
              "a number of features that fits 64 bits",
              result.toString())
          .in(file);
    }
    return result;
  }

  private List<Port> some(String kind, List<Port> ports) {
    if (ports.isEmpty()) {
      throw Problem.unsupported(
              "the model has no " + kind,
              "one " + kind + " or more",
              "none",
              "export the model with its inputs and outputs")
          .in(file);
    }
    ports.forEach(this::checkElementType);
    return ports;
  }

  private void checkElementType(Port port) {
    boolean isFloat = OnnxType.of(port.elementType()).map(OnnxType::isFloat).orElse(false);
    if (port.kind() != Port.Kind.TENSOR || !isFloat) {
      throw Problem.unsupported(
              Problem.quoted(port.name()) + " is not a tensor of floats",
              "float, double, float16 or bfloat16",
              port.kind() == Port.Kind.TENSOR
                  ? OnnxType.text(port.elementType())
                  : port.kind().toString(),
              port.kind() == Port.Kind.TENSOR
                  ? "export the model with float inputs and outputs only, without labels for example"
                  : "export the model with plain tensors (skl2onnx: options zipmap=False)")
          .in(file);
    }
  }
}
