package dev.lamina;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The extents of a tensor, outermost dimension first. The shape of a scalar has no dimension.
 *
 * @param dimensions the extents, none negative
 */
public record Shape(List<Integer> dimensions) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if an extent is negative
   */
  public Shape {
    dimensions = List.copyOf(dimensions);
    for (int dimension : dimensions) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            ErrorCode.SIZE.text("a shape has no negative extents, got %s", dimensions));
      }
    }
  }

  /**
   * A shape with the given extents.
   *
   * @param dimensions the extents, outermost first
   * @return the shape
   * @throws IllegalArgumentException if an extent is negative
   */
  public static Shape of(int... dimensions) {
    return new Shape(Arrays.stream(dimensions).boxed().toList());
  }

  /**
   * The number of dimensions.
   *
   * @return 0 for a scalar, 1 for a vector, 2 for a matrix
   */
  public int rank() {
    return dimensions.size();
  }

  /**
   * The number of elements, the product of all extents.
   *
   * @return the product; 1 for a scalar
   * @throws ArithmeticException if it does not fit a long
   */
  public long elementCount() {
    long count = 1;
    for (int dimension : dimensions) {
      count = Math.multiplyExact(count, (long) dimension);
    }
    return count;
  }

  /** The extents as error texts show them: {@code (64 x 32)}, {@code (32)}, {@code ()}. */
  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining(" x ", "(", ")"));
  }
}
