package dev.lamina.weights.onnx;

import dev.lamina.weights.file.Printable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of a graph.
 *
 * @param index its place in the file
 * @param name its name, often empty
 * @param domain the domain of its operator; ONNX' own is empty
 * @param operator the operator's name
 * @param inputs the names of the values it takes; an empty one was left out
 * @param outputs the names of the values it makes
 * @param attributes its attributes by name
 */
record Node(
    int index,
    String name,
    String domain,
    String operator,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {

  Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  /** An input that may have been left out. */
  Optional<String> input(int i) {
    return i < inputs.size() && !inputs.get(i).isEmpty()
        ? Optional.of(inputs.get(i))
        : Optional.empty();
  }

  /** The value it makes first. */
  String output() {
    return outputs.get(0);
  }

  /** The operator with its domain, such as {@code ai.onnx.ml.Scaler}. */
  String operatorText() {
    return Printable.text(domain.isEmpty() ? operator : domain + "." + operator);
  }

  boolean isOnnx() {
    return domain.isEmpty();
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  float number(String attribute, float defaultValue) {
    Attribute found = attributes.get(attribute);
    return found == null ? defaultValue : found.number();
  }

  long integer(String attribute, long defaultValue) {
    Attribute found = attributes.get(attribute);
    return found == null ? defaultValue : found.integer();
  }

  String text(String attribute, String defaultValue) {
    Attribute found = attributes.get(attribute);
    return found == null ? defaultValue : found.text();
  }

  /** The place in the file alone: all of it would take long for nodes with many inputs. */
  @Override
  public int hashCode() {
    return index;
  }

  /** {@code Relu "/1/Relu"}, or the place in the file of a node without a name. */
  @Override
  public String toString() {
    return operatorText()
        + (name.isEmpty() ? " (node " + (index + 1) + ")" : " " + Problem.quoted(name));
  }
}
