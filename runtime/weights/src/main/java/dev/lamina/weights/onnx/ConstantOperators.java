package dev.lamina.weights.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The constant values of a graph: initializers, and what nodes make of constants alone as far as it is
 * the same numbers in another shape.
 */
final class ConstantOperators {

  private final TensorStore store;
  private final long operatorSet;
  private final Map<String, Constant> constants = new HashMap<>();

  /** Constants that some operator makes which is not computed here; they matter only if they are used. */
  private final Map<String, Node> others = new HashMap<>();

  ConstantOperators(TensorStore store, ParsedModel model) {
    this.store = store;
    this.operatorSet = model.operatorSet();
    model
        .graph()
        .initializers()
        .forEach((name, tensor) -> constants.put(name, Constant.of(tensor)));
    for (Node node : model.graph().nodes()) {
      if (node.inputs().stream().allMatch(input -> input.isEmpty() || isConstant(input))) {
        Optional<Constant> result = compute(node);
        if (result.isPresent() && node.outputs().size() == 1) {
          constants.put(node.output(), result.get());
        } else {
          node.outputs().forEach(output -> others.put(output, node));
        }
      }
    }
  }

  boolean isConstant(String value) {
    return constants.containsKey(value) || others.containsKey(value);
  }

  /** A constant value that is known. */
  Optional<Constant> find(String value) {
    return Optional.ofNullable(constants.get(value));
  }

  /**
   * A value that is constant.
   *
   * @throws dev.lamina.LaminaException if an operator makes it that is not computed here
   */
  Constant get(String value) {
    Constant constant = constants.get(value);
    if (constant == null) {
      Node node = others.get(value);
      throw Problem.unsupported(
              node + " computes a constant in a way that is not read",
              "constants as they are, through Identity, Cast to a wider type, Transpose of a matrix,"
                  + " Reshape, Flatten, Squeeze or Unsqueeze",
              Problem.quoted(value) + " out of " + node,
              "fold the constants of the model, with onnxsim for example, before it is loaded")
          .in(store.description());
    }
    return constant;
  }

  /** The elements of a constant vector or scalar as whole numbers, for shapes. */
  long[] integers(String value) {
    Constant constant = get(value);
    if (constant.count() > 64) {
      throw Problem.damaged("a shape has too many dimensions", "at most 64", constant.toString())
          .in(store.description());
    }
    double[] elements = store.read(constant.source());
    long[] integers = new long[elements.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (long) elements[i];
    }
    return integers;
  }

  private Optional<Constant> compute(Node node) {
    if (!node.isOnnx()) {
      return Optional.empty();
    }
    AttributeTypes.check(store.description(), node);
    if (node.operator().equals("Constant")) {
      return constantNode(node);
    }
    Constant operand = node.input(0).map(name -> constants.get(name)).orElse(null);
    if (operand == null) {
      return Optional.empty();
    }
    return switch (node.operator()) {
      case "Identity" -> Optional.of(operand);
      case "Cast" ->
        OnnxType.of(node.integer("to", 0))
            .filter(type -> operand.type().fits(type))
            .map(operand::as);
      case "Transpose" -> transpose(node, operand);
      case "Reshape" -> reshape(node, operand);
      case "Flatten" -> flatten(node, operand);
      case "Unsqueeze" -> axes(node).flatMap(axes -> unsqueeze(operand, axes));
      case "Squeeze" -> squeeze(operand, axes(node).orElse(null));
      default -> Optional.empty();
    };
  }

  private static Optional<Constant> constantNode(Node node) {
    if (node.attributes().size() != 1) {
      return Optional.empty();
    }
    Attribute attribute = node.attributes().values().iterator().next();
    ModelTensor tensor = switch (attribute.name()) {
      case "value" -> attribute.tensor();
      case "value_float" -> ModelTensor.inline(OnnxType.FLOAT, List.of(), attribute.number());
      case "value_floats" ->
        ModelTensor.inline(
            OnnxType.FLOAT, List.of((long) attribute.numbers().size()), array(attribute.numbers()));
      case "value_int" ->
        ModelTensor.inline(OnnxType.INT64, List.of(), (double) attribute.integer());
      case "value_ints" ->
        ModelTensor.inline(
            OnnxType.INT64,
            List.of((long) attribute.integers().size()),
            array(attribute.integers()));
      default -> null;
    };
    return Optional.ofNullable(tensor)
        .map(found -> new ModelTensor(
            found.name().isEmpty() ? node.output() : found.name(),
            found.type(),
            found.dimensions(),
            found.elements()))
        .map(Constant::of);
  }

  private static double[] array(List<? extends Number> numbers) {
    return numbers.stream().mapToDouble(Number::doubleValue).toArray();
  }

  private static Optional<Constant> transpose(Node node, Constant operand) {
    Attribute permutation = node.attributes().get("perm");
    if (operand.dimensions().size() < 2) {
      return Optional.of(operand);
    }
    if (!operand.isMatrix()) {
      return Optional.empty();
    }
    if (permutation == null || permutation.integers().equals(List.of(1L, 0L))) {
      return Optional.of(operand.transposed());
    }
    return permutation.integers().equals(List.of(0L, 1L)) ? Optional.of(operand) : Optional.empty();
  }

  private Optional<Constant> reshape(Node node, Constant operand) {
    Optional<String> shape = node.input(1);
    if (shape.isEmpty() || !constants.containsKey(shape.get())) {
      return Optional.empty();
    }
    long[] target = integers(shape.get());
    boolean allowsZero = node.integer("allowzero", 0) != 0;
    long known = 1;
    int free = -1;
    for (int i = 0; i < target.length; i++) {
      if (target[i] == 0 && !allowsZero) {
        target[i] = i < operand.dimensions().size() ? operand.dimensions().get(i) : 0;
      }
      if (target[i] == -1 && free < 0) {
        free = i;
      } else if (target[i] <= 0 || target[i] > operand.count() / known) {
        return Optional.empty();
      } else {
        known *= target[i];
      }
    }
    if (free >= 0) {
      target[free] = operand.count() / known;
      known *= target[free];
    }
    return known == operand.count()
        ? inShape(operand, LongStream.of(target).boxed().toList())
        : Optional.empty();
  }

  private static Optional<Constant> flatten(Node node, Constant operand) {
    long axis = node.integer("axis", 1);
    int rank = operand.dimensions().size();
    axis = axis < 0 ? axis + rank : axis;
    if (axis < 0 || axis > rank || operand.count() == 0) {
      return Optional.empty();
    }
    long rows = 1;
    for (int i = 0; i < axis; i++) {
      rows *= operand.dimensions().get(i);
    }
    return inShape(operand, List.of(rows, operand.count() / rows));
  }

  /** The axes of Squeeze and Unsqueeze, which became an input in version 13. */
  private Optional<List<Long>> axes(Node node) {
    if (operatorSet < 13) {
      return Optional.ofNullable(node.attributes().get("axes")).map(Attribute::integers);
    }
    return node.input(1)
        .filter(constants::containsKey)
        .map(name -> LongStream.of(integers(name)).boxed().toList());
  }

  private static Optional<Constant> unsqueeze(Constant operand, List<Long> axes) {
    int rank = operand.dimensions().size() + axes.size();
    List<Long> normal = normal(axes, rank);
    List<Long> result = new ArrayList<>();
    int next = 0;
    for (long i = 0; i < rank; i++) {
      if (normal.contains(i)) {
        result.add(1L);
      } else if (next < operand.dimensions().size()) {
        result.add(operand.dimensions().get(next++));
      }
    }
    return result.size() == rank ? inShape(operand, result) : Optional.empty();
  }

  private static Optional<Constant> squeeze(Constant operand, @Nullable List<Long> axes) {
    List<Long> normal =
        axes == null ? List.of() : normal(axes, operand.dimensions().size());
    List<Long> result = new ArrayList<>();
    for (int i = 0; i < operand.dimensions().size(); i++) {
      long extent = operand.dimensions().get(i);
      boolean goes = axes == null ? extent == 1 : normal.contains((long) i);
      if (goes && extent != 1) {
        return Optional.empty();
      }
      if (!goes) {
        result.add(extent);
      }
    }
    return inShape(operand, result);
  }

  private static List<Long> normal(List<Long> axes, int rank) {
    return axes.stream().map(axis -> axis < 0 ? axis + rank : axis).toList();
  }

  private static Optional<Constant> inShape(Constant operand, List<Long> dimensions) {
    if (operand.dimensions().equals(dimensions)) {
      return Optional.of(operand);
    }
    return operand.isInOrder() ? Optional.of(operand.withDimensions(dimensions)) : Optional.empty();
  }
}
