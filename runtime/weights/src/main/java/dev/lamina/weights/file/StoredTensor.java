package dev.lamina.weights.file;

import dev.lamina.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor as a file holds it, without gaps.
 *
 * @param name the file's name for it
 * @param type how its elements are represented
 * @param dimensions the extents, outermost first, none negative; they may exceed what {@link Shape}
 *     takes
 * @param order which index runs fastest
 * @param bytes where its elements are
 */
public record StoredTensor(
    String name, StoredType type, List<Long> dimensions, StorageOrder order, StoredBytes bytes) {

  /** Copies. */
  public StoredTensor {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * Whether the tensor has a shape.
   *
   * @param shape the shape
   * @return whether all extents are the same
   */
  public boolean hasShape(Shape shape) {
    return dimensions.equals(shape.dimensions().stream().map(Integer::longValue).toList());
  }

  /**
   * Whether there are two dimensions.
   *
   * @return whether it is a matrix
   */
  public boolean isMatrix() {
    return dimensions.size() == 2;
  }

  /** The extents in the order in which the elements lie, the last runs fastest. */
  List<Long> dimensionsInMemory() {
    return order == StorageOrder.ROW_MAJOR ? dimensions : reversed(dimensions);
  }

  /** The index in each dimension of the element at a position. */
  String indexText(long position) {
    List<Long> extents = dimensionsInMemory();
    List<Long> index = new ArrayList<>();
    long rest = position;
    for (int i = extents.size() - 1; i >= 0; i--) {
      index.add(rest % extents.get(i));
      rest /= extents.get(i);
    }
    // The fastest index was found first, which is the last one of a row-major tensor.
    return (order == StorageOrder.ROW_MAJOR ? reversed(index) : index).toString();
  }

  private static List<Long> reversed(List<Long> list) {
    List<Long> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }

  /**
   * The name, fit for an error text.
   *
   * @return the name, escaped and cut if need be
   */
  public String printableName() {
    return Printable.text(name);
  }

  /**
   * The extents as {@link Shape#toString} shows them.
   *
   * @return the text
   */
  public String shapeText() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining(" x ", "(", ")"));
  }

  /** The name and the shape. */
  @Override
  public String toString() {
    return printableName() + " " + shapeText();
  }
}
