package dev.lamina.weights.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * A constant value of a graph: a stored tensor, reshaped or transposed, but not read.
 *
 * @param source the tensor
 * @param type the type of the value's elements, which all of the source's fit
 * @param dimensions the extents
 * @param isTransposed whether the value is a matrix and the source its transpose
 */
record Constant(ModelTensor source, OnnxType type, List<Long> dimensions, boolean isTransposed) {

  Constant {
    dimensions = List.copyOf(dimensions);
  }

  static Constant of(ModelTensor tensor) {
    return new Constant(tensor, tensor.type(), tensor.dimensions(), false);
  }

  String name() {
    return source.name();
  }

  long count() {
    return source.count();
  }

  boolean isMatrix() {
    return dimensions.size() == 2;
  }

  boolean isScalar() {
    return count() == 1;
  }

  /** The matrix transposed. */
  Constant transposed() {
    List<Long> reversed = List.of(dimensions.get(1), dimensions.get(0));
    return new Constant(source, type, reversed, !isTransposed);
  }

  /** Whether the elements run in the source's order. */
  boolean isInOrder() {
    return !isTransposed || dimensions.contains(1L);
  }

  Constant as(OnnxType other) {
    return new Constant(source, other, dimensions, isTransposed);
  }

  Constant withDimensions(List<Long> other) {
    return new Constant(source, type, other, false);
  }

  /** The extents without those of 1 at the front, which broadcasting adds. */
  List<Long> core() {
    List<Long> core = new ArrayList<>(dimensions);
    while (!core.isEmpty() && core.get(0) == 1) {
      core.remove(0);
    }
    return core;
  }

  /** What error texts call it. */
  @Override
  public String toString() {
    return (name().isEmpty() ? "a constant" : Problem.quoted(name())) + " "
        + ModelTensor.text(dimensions);
  }
}
