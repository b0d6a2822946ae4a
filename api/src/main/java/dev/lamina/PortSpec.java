package dev.lamina;

import java.util.List;

/**
 * A named input or output of a network: the columns {@code offset} to {@code offset + size - 1} of
 * each row of X or of the result. Several lie side by side in declaration order.
 *
 * @param name the input's name, or the name of the layer whose result is the output
 * @param offset the first column
 * @param size the number of columns
 * @param columns what the columns mean, in order; empty if nobody said so
 */
public record PortSpec(String name, int offset, int size, List<ColumnSpec> columns) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the offset is negative, the size is not positive, or the
   *     columns do not add up to the size
   */
  public PortSpec {
    columns = List.copyOf(columns);
    if (offset < 0 || size <= 0) {
      throw new IllegalArgumentException(ErrorCode.SIZE.text(
          "%s has offset %d and size %d: expected at least 0 and at least 1", name, offset, size));
    }
    long named = columns.stream().mapToLong(ColumnSpec::size).sum();
    if (!columns.isEmpty() && named != size) {
      throw new IllegalArgumentException(ErrorCode.SHAPE.text(
          "%s has %d columns but %d are named: %s", name, size, named, columns));
    }
  }

  /**
   * An input or output whose columns have no names.
   *
   * @param name the input's name, or the name of the layer whose result is the output
   * @param offset the first column
   * @param size the number of columns
   * @return the port
   * @throws IllegalArgumentException as the constructor does
   */
  public static PortSpec of(String name, int offset, int size) {
    return new PortSpec(name, offset, size, List.of());
  }

  PortSpec withColumns(List<ColumnSpec> names) {
    return new PortSpec(name, offset, size, names);
  }
}
