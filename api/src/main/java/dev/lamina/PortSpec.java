package dev.lamina;

/**
 * A named input or output of a network: the columns {@code offset} to {@code offset + size - 1} of
 * each row of X or of the result. Several lie side by side in declaration order.
 *
 * @param name the input's name, or the name of the layer whose result is the output
 * @param offset the first column
 * @param size the number of columns
 */
public record PortSpec(String name, int offset, int size) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the offset is negative or the size is not positive
   */
  public PortSpec {
    if (offset < 0 || size <= 0) {
      throw new IllegalArgumentException(ErrorCode.SIZE.text(
          "%s has offset %d and size %d: expected at least 0 and at least 1", name, offset, size));
    }
  }
}
