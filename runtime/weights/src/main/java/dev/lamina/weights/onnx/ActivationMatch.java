package dev.lamina.weights.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
      "Greater",
      "HardSigmoid",
      "Log",
      "Max",
      "Min",
      "Mul",
      "Neg",
      "Pow",
      "Reciprocal",
      "Relu",
      "Sigmoid",
      "Softplus",
      "Sub",
      "Tanh",
      "Where");

  private final GraphIndex index;
  private final ConstantOperators constants;
  private final TensorStore store;
  private final String variable;
  private final Set<Node> used = new HashSet<>();

  /** A value that is taken several times is looked at once. */
  private final Map<Node, Optional<Expression>> known = new HashMap<>();

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

  /** A number that leaves rows of features what they are. */
  private Optional<Double> scalar(String value) {
    return constants
        .find(value)
        .filter(constant -> constant.isScalar()
            && constant.dimensions().size() <= 2
            && constant.type().isReadable())
        .map(constant -> store.read(constant.source())[0]);
  }

  private Optional<Expression> node(Node node, int depth) {
    Optional<Expression> earlier = known.get(node);
    if (earlier == null) {
      earlier = compute(node, depth);
      known.put(node, earlier);
    }
    return earlier;
  }

  private Optional<Expression> compute(Node node, int depth) {
    if (!node.isOnnx() || !OPERATORS.contains(node.operator()) || node.inputs().isEmpty()) {
      return Optional.empty();
    }
    AttributeTypes.check(store.description(), node);
    used.add(node);
    Optional<Expression> first = operand(node, 0, depth);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Expression a = first.get();
    return switch (node.operator()) {
      case "Mul" -> operand(node, 1, depth).map(a::times);
      case "Div" -> operand(node, 1, depth).map(b -> a.times(b.inverse()));
      case "Add" -> operand(node, 1, depth).map(a::plus);
      case "Sub" -> operand(node, 1, depth).map(b -> a.plus(b.times(Expression.constant(-1))));
      case "Neg" -> Optional.of(a.times(Expression.constant(-1)));
      case "Reciprocal" -> Optional.of(a.inverse());
      case "Pow" -> operand(node, 1, depth).flatMap(b -> power(a, b));
      case "Greater" -> operand(node, 1, depth).map(b -> Expression.call("greater", a, b));
      case "Where" ->
        operand(node, 1, depth)
            .flatMap(b -> operand(node, 2, depth).map(c -> Expression.call("where", a, b, c)));
      case "Relu" -> Optional.of(a.clip(0, Float.MAX_VALUE));
      case "Max" -> operand(node, 1, depth).flatMap(b -> bounded(node, a, b, true));
      case "Min" -> operand(node, 1, depth).flatMap(b -> bounded(node, a, b, false));
      case "Clip" -> clip(node, a);
      case "HardSigmoid" ->
        Optional.of(Expression.call(
            "hardsigmoid[" + node.number("alpha", 0.2f) + "," + node.number("beta", 0.5f) + "]",
            a));
      default -> Optional.of(Expression.call(node.operator().toLowerCase(Locale.ROOT), a));
    };
  }

  private Optional<Expression> operand(Node node, int input, int depth) {
    return node.input(input)
        .flatMap(value -> value(value, depth))
        .filter(expression -> expression.text().length() <= MAX_LENGTH);
  }

  private static Optional<Expression> power(Expression base, Expression exponent) {
    double number = exponent.number().orElse(Double.NaN);
    if (number == 2) {
      return Optional.of(base.times(base));
    }
    return number == 3 ? Optional.of(base.times(base).times(base)) : Optional.empty();
  }

  /** Max and Min of two operands, of the any number that they may take; a number is a bound. */
  private static Optional<Expression> bounded(
      Node node, Expression a, Expression b, boolean isBelow) {
    Expression value = a.isConstant() ? b : a;
    OptionalDouble bound = (a.isConstant() ? a : b).number();
    if (node.inputs().size() != 2) {
      return Optional.empty();
    }
    if (bound.isEmpty()) {
      return Optional.of(Expression.call(isBelow ? "max" : "min", a, b));
    }
    return Optional.of(
        isBelow
            ? value.clip(bound.getAsDouble(), Float.MAX_VALUE)
            : value.clip(-Float.MAX_VALUE, bound.getAsDouble()));
  }

  /** The bounds of Clip became inputs in version 11. */
  private Optional<Expression> clip(Node node, Expression value) {
    Optional<Double> low = bound(node, 1, "min", -Float.MAX_VALUE);
    Optional<Double> high = bound(node, 2, "max", Float.MAX_VALUE);
    return low.flatMap(from -> high.map(to -> value.clip(from, to)));
  }

  private Optional<Double> bound(Node node, int input, String attribute, float defaultValue) {
    Optional<String> value = node.input(input);
    return value.isPresent()
        ? value.filter(constants::isConstant).flatMap(this::scalar)
        : Optional.of((double) node.number(attribute, defaultValue));
  }
}
