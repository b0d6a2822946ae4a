package dev.lamina.weights.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises an activation that is made of several small operators: all ways from one value lead
 * through them to another one.
 */
final class ActivationMatch {

  /** GELU in tanh form has nine nodes. */
  private static final int MAX_NODES = 16;

  private static final int MAX_DEPTH = 12;
  private static final int MAX_LENGTH = 500;

  private static final Set<String> OPERATORS = Set.of(
      "Abs",
      "Add",
      "Clip",
      "Div",
      "Erf",
      "Exp",
      "HardSigmoid",
      "Log",
      "Mul",
      "Pow",
      "Sigmoid",
      "Softplus",
      "Sub",
      "Tanh");

  private final GraphIndex index;
  private final ConstantOperators constants;
  private final TensorStore store;
  private final String variable;
  private final Set<Node> used = new HashSet<>();

  private ActivationMatch(
      GraphIndex index, ConstantOperators constants, TensorStore store, String variable) {
    this.index = index;
    this.constants = constants;
    this.store = store;
    this.variable = variable;
  }

  /**
   * What was recognised.
   *
   * @param activation the function
   * @param last the node that makes its result
   * @param nodes all its nodes
   */
  record Match(FileActivation activation, Node last, Set<Node> nodes) {}

  /** The activation that all consumers of a value are part of. */
  static Optional<Match> from(
      String value, GraphIndex index, ConstantOperators constants, TensorStore store) {
    List<Node> near = near(value, index);
    for (int i = near.size() - 1; i >= 0; i--) {
      Optional<Match> match =
          new ActivationMatch(index, constants, store, value).match(near.get(i));
      if (match.isPresent()) {
        return match;
      }
    }
    return Optional.empty();
  }

  /** Nodes that can be reached from a value through small operators, the nearest first. */
  private static List<Node> near(String value, GraphIndex index) {
    List<Node> near = new ArrayList<>();
    Deque<String> values = new ArrayDeque<>(List.of(value));
    while (!values.isEmpty()) {
      for (Node node : index.consumers(values.remove())) {
        if (near.size() == MAX_NODES) {
          return near;
        }
        if (node.isOnnx() && OPERATORS.contains(node.operator()) && !near.contains(node)) {
          near.add(node);
          values.add(node.output());
        }
      }
    }
    return near;
  }

  private Optional<Match> match(Node last) {
    return node(last, 0)
        .map(Expression::text)
        .flatMap(ActivationPatterns::of)
        .filter(activation -> isClosed(last))
        .map(activation -> new Match(activation, last, Set.copyOf(used)));
  }

  /** Whether nothing else takes what is computed on the way. */
  private boolean isClosed(Node last) {
    return used.containsAll(index.consumers(variable))
        && !index.isOutput(variable)
        && used.stream()
            .filter(node -> !node.equals(last))
            .allMatch(node ->
                used.containsAll(index.consumers(node.output())) && !index.isOutput(node.output()));
  }

  private Optional<Expression> value(String value, int depth) {
    if (value.equals(variable)) {
      return Optional.of(Expression.variable());
    }
    if (constants.isConstant(value)) {
      return scalar(value).map(Expression::constant);
    }
    return depth > MAX_DEPTH
        ? Optional.empty()
        : index.producer(value).flatMap(node -> node(node, depth + 1));
  }

  private Optional<Double> scalar(String value) {
    return constants
        .find(value)
        .filter(constant -> constant.isScalar() && constant.type().isFloat())
        .map(constant -> store.read(constant.source())[0]);
  }

  private Optional<Expression> node(Node node, int depth) {
    if (!node.isOnnx() || !OPERATORS.contains(node.operator()) || node.inputs().isEmpty()) {
      return Optional.empty();
    }
    used.add(node);
    Optional<Expression> first = value(node.inputs().get(0), depth);
    if (first.isEmpty() || first.get().text().length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Expression a = first.get();
    return switch (node.operator()) {
      case "Mul" -> second(node, depth).map(a::times);
      case "Div" -> second(node, depth).map(b -> a.times(b.inverse()));
      case "Add" -> second(node, depth).map(a::plus);
      case "Sub" -> second(node, depth).map(b -> a.plus(b.times(Expression.constant(-1))));
      case "Pow" -> second(node, depth).flatMap(b -> power(a, b));
      case "Clip" -> clip(node).map(bounds -> Expression.call("clip" + bounds, a));
      case "HardSigmoid" ->
        Optional.of(Expression.call(
            "hardsigmoid" + range(node.number("alpha", 0.2f), node.number("beta", 0.5f)), a));
      default -> Optional.of(Expression.call(node.operator().toLowerCase(Locale.ROOT), a));
    };
  }

  private Optional<Expression> second(Node node, int depth) {
    return node.input(1).flatMap(value -> value(value, depth));
  }

  private static Optional<Expression> power(Expression base, Expression exponent) {
    return switch (exponent.text()) {
      case "2" -> Optional.of(base.times(base));
      case "3" -> Optional.of(base.times(base).times(base));
      default -> Optional.empty();
    };
  }

  /** The bounds of Clip, which became inputs in version 11. */
  private Optional<String> clip(Node node) {
    Optional<Double> low = bound(node, 1, "min", -Float.MAX_VALUE);
    Optional<Double> high = bound(node, 2, "max", Float.MAX_VALUE);
    return low.flatMap(from -> high.map(to -> range(from, to)));
  }

  private Optional<Double> bound(Node node, int input, String attribute, float defaultValue) {
    Optional<String> value = node.input(input);
    if (value.isPresent()) {
      return constants.isConstant(value.get()) ? scalar(value.get()) : Optional.empty();
    }
    return Optional.of((double) node.number(attribute, defaultValue));
  }

  private static String range(double from, double to) {
    return "[" + Expression.number(from) + "," + Expression.number(to) + "]";
  }
}
