package dev.lamina.weights.onnx;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises a layer normalisation that is made of small operators, as tools write it before version 17:
 * (z − mean(z)) / √(mean((z − mean(z))²) + epsilon). What columns are multiplied by then is not part of it.
 */
final class RowNormalizationMatch {

  private final GraphIndex index;
  private final ConstantOperators constants;
  private final TensorStore store;
  private final Set<Node> nodes = new HashSet<>();

  private RowNormalizationMatch(GraphIndex index, ConstantOperators constants, TensorStore store) {
    this.index = index;
    this.constants = constants;
    this.store = store;
  }

  /**
   * What was recognised.
   *
   * @param epsilon what is added to the variance
   * @param last the node that divides
   * @param nodes all nodes
   */
  record Match(double epsilon, Node last, Set<Node> nodes) {}

  /**
   * The normalisation of a value.
   *
   * @param node a node that takes it
   */
  static Optional<Match> from(
      String value, Node node, GraphIndex index, ConstantOperators constants, TensorStore store) {
    return node.operator().equals("ReduceMean") && node.isOnnx()
        ? new RowNormalizationMatch(index, constants, store).match(value, node)
        : Optional.empty();
  }

  private Optional<Match> match(String value, Node mean) {
    if (!isMeanOfRow(mean)) {
      return Optional.empty();
    }
    nodes.add(mean);
    Optional<Node> difference = index.consumers(mean.output()).stream()
        .filter(node -> takes(node, "Sub", value, mean.output()))
        .findFirst();
    if (difference.isEmpty()) {
      return Optional.empty();
    }
    nodes.add(difference.get());
    String centred = difference.get().output();
    for (Node last : index.consumers(centred)) {
      Optional<Match> match = divided(last, centred);
      if (match.isPresent()) {
        return match.filter(found -> isClosed(found.last()));
      }
    }
    return Optional.empty();
  }

  /** Back from the division to the squares of the same differences. */
  private Optional<Match> divided(Node last, String centred) {
    if (!last.operator().equals("Div") || !last.input(0).equals(Optional.of(centred))) {
      return Optional.empty();
    }
    Optional<Node> root = producer(last, 1, "Sqrt");
    Optional<Node> sum = root.flatMap(node -> producer(node, 0, "Add"));
    if (sum.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 0; i < 2; i++) {
      Optional<Node> variance = producer(sum.get(), i, "ReduceMean").filter(this::isMeanOfRow);
      Optional<Node> squares = variance
          .flatMap(node -> node.input(0))
          .flatMap(index::producer)
          .filter(node -> isSquare(node, centred));
      Optional<Double> epsilon = number(sum.get().input(1 - i));
      if (squares.isPresent() && epsilon.isPresent()) {
        nodes.addAll(List.of(last, root.get(), sum.get(), variance.get(), squares.get()));
        return Optional.of(new Match(epsilon.get(), last, Set.copyOf(nodes)));
      }
    }
    return Optional.empty();
  }

  private Optional<Node> producer(Node node, int input, String operator) {
    return node.input(input)
        .flatMap(index::producer)
        .filter(found -> found.isOnnx() && found.operator().equals(operator));
  }

  private static boolean takes(Node node, String operator, String first, String second) {
    return node.isOnnx()
        && node.operator().equals(operator)
        && node.inputs().equals(List.of(first, second));
  }

  private boolean isSquare(Node node, String value) {
    return takes(node, "Mul", value, value)
        || (node.isOnnx()
            && node.operator().equals("Pow")
            && node.input(0).equals(Optional.of(value))
            && number(node.input(1)).equals(Optional.of(2.0)));
  }

  /** Along the last axis of a matrix, which stays as an axis of 1. */
  private boolean isMeanOfRow(Node node) {
    if (node.integer("keepdims", 1) != 1) {
      return false;
    }
    Attribute attribute = node.attributes().get("axes");
    Optional<List<Long>> axes = attribute != null
        ? Optional.of(attribute.integers())
        : node.input(1)
            .filter(constants::isConstant)
            .filter(name -> constants.get(name).count() == 1)
            .map(name -> List.of(constants.integers(name)[0]));
    return axes.filter(found -> found.equals(List.of(-1L)) || found.equals(List.of(1L)))
        .isPresent();
  }

  private Optional<Double> number(Optional<String> name) {
    return name.flatMap(constants::find)
        .filter(Constant::isScalar)
        .map(constant -> store.read(constant.source())[0]);
  }

  /** Whether nothing else takes what is computed on the way. */
  private boolean isClosed(Node last) {
    return nodes.stream()
        .filter(node -> !node.equals(last))
        .map(Node::output)
        .allMatch(output -> !index.isOutput(output) && nodes.containsAll(index.consumers(output)));
  }
}
