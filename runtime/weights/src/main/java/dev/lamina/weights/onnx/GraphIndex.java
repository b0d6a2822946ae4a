package dev.lamina.weights.onnx;

import dev.lamina.LaminaException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who makes and who takes each value of a graph. A graph that has an index is in order: every name
 * stands for one value, and every value is made before it is taken.
 */
final class GraphIndex {

  private final String file;
  private final Graph graph;
  private final Set<String> given;
  private final Set<String> outputs;
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> consumers = new HashMap<>();

  /**
   * Checks and indexes a graph.
   *
   * @throws LaminaException if a name repeats or stands for nothing, or nodes are not in order
   */
  GraphIndex(String file, Graph graph) {
    this.file = file;
    this.graph = graph;
    this.given = new HashSet<>(graph.initializers().keySet());
    graph.inputs().forEach(input -> given.add(input.name()));
    this.outputs = graph.outputs().stream().map(Port::name).collect(Collectors.toSet());
    for (Node node : graph.nodes()) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          checkNew(output, producers.put(output, node), node);
        }
      }
      for (String input : new HashSet<>(node.inputs())) {
        if (!input.isEmpty()) {
          consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
        }
      }
    }
    checkOrder();
  }

  Optional<Node> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /** The nodes that take a value, in the order of the file. */
  List<Node> consumers(String value) {
    return consumers.getOrDefault(value, List.of());
  }

  boolean isOutput(String value) {
    return outputs.contains(value);
  }

  private void checkNew(String value, @Nullable Node earlier, Node node) {
    if (earlier == null && !given.contains(value)) {
      return;
    }
    throw Problem.damaged(
            "two values have the same name",
            "each name once",
            Problem.quoted(value) + ", made by " + node + " and "
                + (earlier == null ? "given as an input or initializer" : "by " + earlier))
        .in(file);
  }

  private void checkOrder() {
    Set<String> known = new HashSet<>(given);
    for (Node node : graph.nodes()) {
      for (String input : node.inputs()) {
        if (!input.isEmpty() && !known.contains(input)) {
          throw notThere(input, node);
        }
      }
      known.addAll(node.outputs());
    }
    for (Port output : graph.outputs()) {
      if (!known.contains(output.name())) {
        throw Problem.damaged(
                "nothing makes the model's output",
                "a node that makes " + Problem.quoted(output.name()),
                "none")
            .in(file);
      }
    }
  }

  private LaminaException notThere(String value, Node node) {
    Node producer = producers.get(value);
    if (producer == null) {
      return Problem.damaged(
              "a node takes a value that is not there",
              "an input, an initializer or another node's result called " + Problem.quoted(value),
              "no such value for " + node)
          .in(file);
    }
    boolean isCyclic = isCyclic();
    return Problem.damaged(
            isCyclic ? "the graph runs in a circle" : "the nodes are not in the order of their use",
            "each node behind those whose results it takes",
            node + " takes " + Problem.quoted(value) + ", which " + producer + " makes further on")
        .in(file);
  }

  /** Whether no order of the nodes would do. */
  private boolean isCyclic() {
    Map<Node, Integer> missing = new HashMap<>();
    Deque<Node> ready = new ArrayDeque<>();
    for (Node node : graph.nodes()) {
      int count =
          (int) node.inputs().stream().distinct().filter(producers::containsKey).count();
      missing.put(node, count);
      if (count == 0) {
        ready.add(node);
      }
    }
    int done = 0;
    while (!ready.isEmpty()) {
      Node node = ready.remove();
      done++;
      for (String output : node.outputs()) {
        for (Node consumer : consumers(output)) {
          if (missing.merge(consumer, -1, Integer::sum) == 0) {
            ready.add(consumer);
          }
        }
      }
    }
    return done < graph.nodes().size();
  }
}
