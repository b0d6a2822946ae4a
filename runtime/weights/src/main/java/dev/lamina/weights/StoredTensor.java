package dev.lamina.weights;

import dev.lamina.Shape;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor as a file holds it: little-endian, row-major, without gaps.
 *
 * @param name the file's name for it
 * @param type how its elements are represented
 * @param dimensions the extents, outermost first, none negative; they may exceed what {@link Shape}
 *     takes
 * @param position the position of its first byte in the file
 */
record StoredTensor(String name, StoredType type, List<Long> dimensions, long position) {

  StoredTensor {
    dimensions = List.copyOf(dimensions);
  }

  boolean hasShape(Shape shape) {
    return dimensions.equals(shape.dimensions().stream().map(Integer::longValue).toList());
  }

  boolean isMatrix() {
    return dimensions.size() == 2;
  }

  String printableName() {
    return Printable.text(name);
  }

  /** The extents as {@link Shape#toString} shows them. */
  String shapeText() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining(" x ", "(", ")"));
  }

  /** The name and the shape. */
  @Override
  public String toString() {
    return printableName() + " " + shapeText();
  }
}
