package dev.lamina.weights.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of the value that depends on the inputs: rows, each with features in one or more dimensions.
 *
 * @param rows the number of rows, -1 if it is free
 * @param features the extents of the others, -1 for one that the file does not say
 */
record FlowShape(long rows, List<Long> features) {

  FlowShape {
    features = List.copyOf(features);
  }

  static FlowShape matrix(long rows, long width) {
    return new FlowShape(rows, List.of(width));
  }

  boolean isMatrix() {
    return features.size() == 1;
  }

  /** The number of features, -1 if the file does not say. */
  long width() {
    long width = 1;
    for (long extent : features) {
      if (extent < 0) {
        return -1;
      }
      width = Math.multiplyExact(width, extent);
    }
    return width;
  }

  FlowShape flattened() {
    return matrix(rows, width());
  }

  FlowShape withWidth(long width) {
    return matrix(rows, width);
  }

  int rank() {
    return features.size() + 1;
  }

  /** {@code (N x 784)}. */
  @Override
  public String toString() {
    List<String> extents = new ArrayList<>();
    extents.add(rows < 0 ? "N" : String.valueOf(rows));
    features.forEach(extent -> extents.add(extent < 0 ? "?" : String.valueOf(extent)));
    return "(" + String.join(" x ", extents) + ")";
  }
}
