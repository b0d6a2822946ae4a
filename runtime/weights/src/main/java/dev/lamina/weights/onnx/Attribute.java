package dev.lamina.weights.onnx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of a node.
 *
 * @param name its name
 * @param type what it holds, or UNDEFINED where an old file does not say it
 * @param number its value if it is a float
 * @param integer its value if it is an integer
 * @param text its value if it is a string
 * @param tensor its value if it is a tensor
 * @param numbers its values if it is a list of floats
 * @param integers its values if it is a list of integers
 */
record Attribute(
    String name,
    Type type,
    float number,
    long integer,
    String text,
    @Nullable ModelTensor tensor,
    List<Double> numbers,
    List<Long> integers) {

  /** The constants of {@code AttributeProto.AttributeType}, in the order of their numbers. */
  enum Type {
    UNDEFINED,
    FLOAT,
    INT,
    STRING,
    TENSOR,
    GRAPH,
    FLOATS,
    INTS,
    STRINGS,
    TENSORS,
    GRAPHS,
    SPARSE_TENSOR,
    SPARSE_TENSORS,
    TYPE_PROTO,
    TYPE_PROTOS
  }
}
