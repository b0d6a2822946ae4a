package dev.lamina.weights.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor as a model's file holds it, row-major. There are as many elements as the dimensions say.
 *
 * @param name the file's name for it, empty for a tensor in an attribute
 * @param type the type of its elements
 * @param dimensions the extents, outermost first, none negative
 * @param elements where the elements are
 */
record ModelTensor(String name, OnnxType type, List<Long> dimensions, Elements elements) {

  ModelTensor {
    dimensions = List.copyOf(dimensions);
  }

  static ModelTensor inline(OnnxType type, List<Long> dimensions, double... values) {
    return new ModelTensor(
        "", type, dimensions, new Elements.Inline(Arrays.stream(values).boxed().toList()));
  }

  long count() {
    return dimensions.stream().mapToLong(n -> n).reduce(1, Math::multiplyExact);
  }

  /** Extents as texts show them. */
  static String text(List<Long> dimensions) {
    return dimensions.stream()
        .map(n -> n < 0 ? "?" : String.valueOf(n))
        .collect(Collectors.joining(" x ", "(", ")"));
  }
}
