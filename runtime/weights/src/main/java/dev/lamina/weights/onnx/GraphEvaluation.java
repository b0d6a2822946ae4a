package dev.lamina.weights.onnx;

import dev.lamina.NetworkSpec;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Computes a graph node by node, each as <a href="https://onnx.ai/onnx/operators/">ONNX defines its
 * operator</a>, in double precision. It is for graphs that were found to be networks of dense layers: sizes that do not
 * fit are mistakes of Lamina.
 */
final class GraphEvaluation {

  private static final float DEFAULT_EPSILON = 1e-5f;

  /** A graph that takes a fixed number of rows is given as many, whatever a caller has. */
  private static final int MAX_FIXED_ROWS = 1 << 14;

  private final TensorStore store;
  private final ParsedModel model;
  private final NetworkSpec network;

  /** The number of rows that the graph takes at once, -1 if that is free. */
  private final long fixedRows;

  GraphEvaluation(TensorStore store, ParsedModel model, OnnxModel found) {
    this.store = store;
    this.model = model;
    this.network = found.spec();
    this.fixedRows = model.graph().inputs().stream()
        .flatMap(input -> input.dimensions().stream())
        .mapToLong(dimensions -> dimensions.get(0))
        .max()
        .orElse(-1);
  }

  double[] evaluate(double[] x, int rows) {
    int width = network.inputSize();
    if (rows <= 0 || x.length != (long) rows * width) {
      throw new IllegalArgumentException(
          rows + " rows of " + width + " numbers expected, got " + x.length + " numbers");
    }
    if (fixedRows > MAX_FIXED_ROWS) {
      throw Problem.unsupported(
              "the model takes too many rows at once to be evaluated",
              "a free batch axis, or at most " + MAX_FIXED_ROWS + " rows",
              fixedRows + " rows",
              "export it with a free batch axis")
          .in(store.description());
    }
    Deque<Node> needed = new ArrayDeque<>();
    Map<String, Values> constants = constants(needed(needed));
    int batch = fixedRows < 0 ? rows : Math.toIntExact(fixedRows);
    double[] result = {};
    for (int row = 0; row < rows; row += batch) {
      int count = Math.min(batch, rows - row);
      double[] part = Arrays.copyOfRange(x, row * width, (row + count) * width);
      double[] y =
          run(needed, constants, Arrays.copyOf(part, Math.multiplyExact(batch, width)), batch);
      int out = y.length / batch;
      if (row == 0) {
        result = new double[Math.multiplyExact(rows, out)];
      }
      System.arraycopy(y, 0, result, row * out, count * out);
    }
    return result;
  }

  /**
   * Finds what the output depends on.
   *
   * @param nodes receives the nodes, in the order of the file
   * @return the names of the values
   */
  private Set<String> needed(Deque<Node> nodes) {
    Set<String> values = new HashSet<>();
    model.graph().outputs().forEach(output -> values.add(output.name()));
    List<Node> all = model.graph().nodes();
    for (int i = all.size() - 1; i >= 0; i--) {
      Node node = all.get(i);
      if (values.contains(node.output())) {
        nodes.addFirst(node);
        // The other inputs of Dropout say how it is trained.
        values.addAll(
            node.operator().equals("Dropout") ? node.inputs().subList(0, 1) : node.inputs());
      }
    }
    return values;
  }

  private Map<String, Values> constants(Set<String> needed) {
    Map<String, Values> constants = new HashMap<>();
    model.graph().initializers().forEach((name, tensor) -> {
      if (needed.contains(name)) {
        constants.put(name, values(tensor));
      }
    });
    return constants;
  }

  private Values values(ModelTensor tensor) {
    int[] dimensions = tensor.dimensions().stream().mapToInt(Math::toIntExact).toArray();
    return new Values(dimensions, store.read(tensor));
  }

  private double[] run(Deque<Node> nodes, Map<String, Values> constants, double[] x, int rows) {
    Map<String, Values> values = new HashMap<>(constants);
    int column = 0;
    for (int i = 0; i < network.inputs().size(); i++) {
      Port input = model.graph().inputs().get(i);
      int width = network.inputs().get(i).size();
      double[] columns = columns(x, rows, column, width);
      values.put(input.name(), new Values(dimensions(input, rows, width), columns));
      column += width;
    }
    for (Node node : nodes) {
      values.put(node.output(), compute(node, new Operands(node, values)));
    }
    List<Values> results = model.graph().outputs().stream()
        .map(output -> get(values, output.name()))
        .toList();
    return Values.sideBySide(results).elements();
  }

  /** Some columns of a matrix. */
  private static double[] columns(double[] x, int rows, int from, int width) {
    double[] columns = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, row * (x.length / rows) + from, columns, row * width, width);
    }
    return columns;
  }

  private static int[] dimensions(Port input, int rows, int width) {
    int[] dimensions = input.dimensions().orElse(List.of(-1L, -1L)).stream()
        .mapToInt(Math::toIntExact)
        .toArray();
    dimensions[0] = rows;
    int known = 1;
    int free = -1;
    for (int i = 1; i < dimensions.length; i++) {
      if (dimensions[i] < 0) {
        free = i;
      } else {
        known *= dimensions[i];
      }
    }
    if (free >= 0) {
      dimensions[free] = width / known;
    }
    return dimensions;
  }

  private static Values get(Map<String, Values> values, String name) {
    Values found = values.get(name);
    if (found == null) {
      throw new IllegalStateException("no value " + name);
    }
    return found;
  }

  /** The inputs of a node. */
  private record Operands(Node node, Map<String, Values> values) {

    Values at(int i) {
      return get(values, node.input(i).orElseThrow());
    }

    boolean has(int i) {
      return node.input(i).isPresent();
    }

    /** All of them, put together two by two. */
    Values reduce(DoubleBinaryOperator function) {
      Values result = at(0);
      for (int i = 1; i < node.inputs().size(); i++) {
        result = Values.combine(result, at(i), function);
      }
      return result;
    }
  }

  private Values compute(Node node, Operands in) {
    if (node.operator().equals("Scaler")) {
      return scaler(node, in.at(0));
    }
    return switch (node.operator()) {
      case "Constant" -> constant(node);
      case "Gemm" -> gemm(node, in);
      case "MatMul" -> Values.multiply(in.at(0), in.at(1));
      case "Add" -> Values.combine(in.at(0), in.at(1), Double::sum);
      case "Sum" -> in.reduce(Double::sum);
      case "Concat" ->
        Values.sideBySide(
            IntStream.range(0, node.inputs().size()).mapToObj(in::at).toList());
      case "Sqrt" -> in.at(0).map(Math::sqrt);
      case "ReduceMean" -> meanOfRows(in.at(0));
      case "LayerNormalization" -> normalizeRows(node, in);
      case "Sub" -> Values.combine(in.at(0), in.at(1), (a, b) -> a - b);
      case "Mul" -> Values.combine(in.at(0), in.at(1), (a, b) -> a * b);
      case "Div" -> Values.combine(in.at(0), in.at(1), (a, b) -> a / b);
      case "BatchNormalization" -> normalize(node, in);
      case "Pow" -> Values.combine(in.at(0), in.at(1), Math::pow);
      case "Max" -> in.reduce(Math::max);
      case "Min" -> in.reduce(Math::min);
      case "Greater" -> Values.combine(in.at(0), in.at(1), (a, b) -> a > b ? 1 : 0);
      case "Where" -> where(in.at(0), in.at(1), in.at(2));
      case "Clip" -> clip(node, in);
      case "PRelu" -> Values.combine(in.at(0), in.at(1), (z, slope) -> z < 0 ? slope * z : z);
      case "Softmax" -> logSoftmax(in.at(0)).map(Math::exp);
      case "LogSoftmax" -> logSoftmax(in.at(0));
      case "Dropout" -> in.at(0);
      case "Cast" -> cast(node, in.at(0));
      case "Transpose" -> transpose(node, in.at(0));
      case "Flatten" -> flatten(node, in.at(0));
      case "Reshape" -> reshape(node, in.at(0), in.at(1));
      case "Unsqueeze" -> unsqueeze(in.at(0), axes(node, in));
      case "Squeeze" -> squeeze(node, in);
      default ->
        ElementOperators.of(node)
            .map(in.at(0)::map)
            .orElseThrow(() -> new IllegalStateException("no operator of a network: " + node));
    };
  }

  /** The bounds were attributes before version 11. */
  private static Values clip(Node node, Operands in) {
    Values low = in.has(1) ? in.at(1) : scalar(node.number("min", -Float.MAX_VALUE));
    Values high = in.has(2) ? in.at(2) : scalar(node.number("max", Float.MAX_VALUE));
    return Values.combine(Values.combine(in.at(0), low, Math::max), high, Math::min);
  }

  private static Values scalar(double value) {
    return new Values(new int[0], new double[] {value});
  }

  /** A condition is 1 or 0 here. NaN in the one that is not chosen must not matter. */
  private static Values where(Values condition, Values a, Values b) {
    Values chosen = Values.combine(condition, a, (c, value) -> c != 0 ? value : 0);
    Values others = Values.combine(condition, b, (c, value) -> c != 0 ? 0 : value);
    return Values.combine(chosen, others, Double::sum);
  }

  private Values constant(Node node) {
    Attribute attribute = node.attributes().values().iterator().next();
    ModelTensor tensor = attribute.tensor();
    if (tensor != null) {
      return values(tensor);
    }
    double[] numbers =
        array(attribute.integers().isEmpty() ? attribute.numbers() : attribute.integers());
    return switch (attribute.name()) {
      case "value_float" -> new Values(new int[0], new double[] {attribute.number()});
      case "value_int" -> new Values(new int[0], new double[] {attribute.integer()});
      default -> new Values(new int[] {numbers.length}, numbers);
    };
  }

  private static double[] array(List<? extends Number> numbers) {
    return numbers.stream().mapToDouble(Number::doubleValue).toArray();
  }

  private static Values gemm(Node node, Operands in) {
    Values a = node.integer("transA", 0) == 0 ? in.at(0) : in.at(0).transposed();
    Values b = node.integer("transB", 0) == 0 ? in.at(1) : in.at(1).transposed();
    double alpha = node.number("alpha", 1);
    Values product = Values.multiply(a, b).map(z -> alpha * z);
    if (!in.has(2)) {
      return product;
    }
    double beta = node.number("beta", 1);
    return Values.combine(product, in.at(2), (z, c) -> z + beta * c);
  }

  /** Along axis 1. */
  private static Values normalize(Node node, Operands in) {
    double epsilon = node.number("epsilon", DEFAULT_EPSILON);
    Values x = in.at(0);
    Values centred = Values.combine(x, in.at(3), (a, mean) -> a - mean);
    Values deviation = in.at(4).map(variance -> Math.sqrt(variance + epsilon));
    Values normal = Values.combine(centred, deviation, (a, b) -> a / b);
    Values scaled = Values.combine(normal, in.at(1), (a, b) -> a * b);
    return Values.combine(scaled, in.at(2), Double::sum);
  }

  /** Along the last axis of a matrix. */
  private static Values meanOfRows(Values x) {
    int rows = x.extent(0);
    int columns = x.elements().length / rows;
    double[] means = new double[rows];
    for (int row = 0; row < rows; row++) {
      means[row] =
          Arrays.stream(x.elements(), row * columns, (row + 1) * columns).sum() / columns;
    }
    return new Values(new int[] {rows, 1}, means);
  }

  private static Values normalizeRows(Node node, Operands in) {
    double epsilon = node.number("epsilon", DEFAULT_EPSILON);
    Values centred = Values.combine(in.at(0), meanOfRows(in.at(0)), (a, mean) -> a - mean);
    Values deviation =
        meanOfRows(centred.map(a -> a * a)).map(variance -> Math.sqrt(variance + epsilon));
    Values normal = Values.combine(centred, deviation, (a, b) -> a / b);
    Values scaled = Values.combine(normal, in.at(1), (a, b) -> a * b);
    return in.has(2) ? Values.combine(scaled, in.at(2), Double::sum) : scaled;
  }

  private static Values scaler(Node node, Values x) {
    Values offset = list(node, "offset", 0);
    Values scale = list(node, "scale", 1);
    return Values.combine(Values.combine(x, offset, (a, b) -> a - b), scale, (a, b) -> a * b);
  }

  private static Values list(Node node, String name, double defaultValue) {
    Attribute attribute = node.attributes().get(name);
    double[] numbers = attribute == null || attribute.numbers().isEmpty()
        ? new double[] {defaultValue}
        : array(attribute.numbers());
    return new Values(new int[] {numbers.length}, numbers);
  }

  /** Along the last axis of a matrix, which every accepted axis means. */
  private static Values logSoftmax(Values x) {
    int columns = x.extent(x.rank() - 1);
    double[] result = x.elements().clone();
    for (int row = 0; row < result.length; row += columns) {
      double max = Arrays.stream(result, row, row + columns).max().orElseThrow();
      double sum = 0;
      for (int i = row; i < row + columns; i++) {
        sum += Math.exp(result[i] - max);
      }
      for (int i = row; i < row + columns; i++) {
        result[i] -= max + Math.log(sum);
      }
    }
    return new Values(x.dimensions(), result);
  }

  private static Values cast(Node node, Values x) {
    DoubleUnaryOperator rounding =
        node.integer("to", 0) == OnnxType.FLOAT.code() ? z -> (float) z : z -> z;
    return x.map(rounding);
  }

  private static Values transpose(Node node, Values x) {
    Attribute permutation = node.attributes().get("perm");
    boolean swaps = permutation == null || permutation.integers().equals(List.of(1L, 0L));
    return x.rank() == 2 && swaps ? x.transposed() : x;
  }

  private static Values flatten(Node node, Values x) {
    int axis = Math.toIntExact(node.integer("axis", 1));
    int end = axis < 0 ? axis + x.rank() : axis;
    int rows = 1;
    for (int i = 0; i < end; i++) {
      rows *= x.extent(i);
    }
    return x.reshaped(rows, x.elements().length / rows);
  }

  private static Values reshape(Node node, Values x, Values shape) {
    int[] target = Arrays.stream(shape.elements()).mapToInt(n -> (int) n).toArray();
    int known = 1;
    int free = -1;
    for (int i = 0; i < target.length; i++) {
      if (target[i] == 0 && node.integer("allowzero", 0) == 0) {
        target[i] = x.extent(i);
      }
      if (target[i] == -1) {
        free = i;
      } else {
        known *= target[i];
      }
    }
    if (free >= 0) {
      target[free] = x.elements().length / known;
    }
    return x.reshaped(target);
  }

  private List<Integer> axes(Node node, Operands in) {
    if (model.operatorSet() >= 13) {
      return in.has(1)
          ? Arrays.stream(in.at(1).elements()).mapToObj(n -> (int) n).toList()
          : List.of();
    }
    Attribute axes = node.attributes().get("axes");
    return axes == null
        ? List.of()
        : axes.integers().stream().map(Math::toIntExact).toList();
  }

  private static Values unsqueeze(Values x, List<Integer> axes) {
    int rank = x.rank() + axes.size();
    List<Integer> normal =
        axes.stream().map(axis -> axis < 0 ? axis + rank : axis).toList();
    int[] target = new int[rank];
    int next = 0;
    for (int i = 0; i < rank; i++) {
      target[i] = normal.contains(i) ? 1 : x.extent(next++);
    }
    return x.reshaped(target);
  }

  private Values squeeze(Node node, Operands in) {
    Values x = in.at(0);
    List<Integer> axes =
        axes(node, in).stream().map(axis -> axis < 0 ? axis + x.rank() : axis).toList();
    int[] target = IntStream.range(0, x.rank())
        .filter(i -> axes.isEmpty() ? x.extent(i) != 1 : !axes.contains(i))
        .map(x::extent)
        .toArray();
    return x.reshaped(target);
  }
}
