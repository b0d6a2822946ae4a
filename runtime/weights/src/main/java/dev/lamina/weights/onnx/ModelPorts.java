package dev.lamina.weights.onnx;

import java.util.List;
import java.util.stream.Collectors;

/** The one input and the one output of a model: rows of floats. */
final class ModelPorts {

  private final String file;
  private final Port input;
  private final Port output;

  /**
   * Checks how a graph is used.
   *
   * @throws dev.lamina.LaminaException if it has several inputs or outputs, or no rows of floats
   */
  ModelPorts(String file, Graph graph) {
    this.file = file;
    this.input = only("input", graph.inputs());
    this.output = only("output", graph.outputs());
    checkElementType(input);
    checkElementType(output);
  }

  Port input() {
    return input;
  }

  Port output() {
    return output;
  }

  /** The shape of the input; one that the file does not say is a matrix. */
  FlowShape inputShape() {
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

  private Port only(String kind, List<Port> ports) {
    if (ports.size() != 1) {
      throw Problem.unsupported(
              "the model has " + (ports.isEmpty() ? "no " : ports.size() + " ") + kind
                  + (ports.isEmpty() ? "" : "s"),
              "one " + kind,
              ports.isEmpty()
                  ? "none"
                  : ports.stream()
                      .limit(10)
                      .map(port -> Problem.quoted(port.name()))
                      .collect(Collectors.joining(", ")),
              kind.equals("input")
                  ? "put the inputs side by side before the export"
                  : "export the model with the one output that is wanted, without labels for"
                      + " example")
          .in(file);
    }
    return ports.get(0);
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
                  ? "export the model with a float input and output"
                  : "export the model with plain tensors (skl2onnx: options zipmap=False)")
          .in(file);
    }
  }
}
