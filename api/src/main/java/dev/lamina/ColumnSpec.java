package dev.lamina;

/**
 * What some columns of a network's input or output mean: a feature, a class, or an array of them.
 *
 * @param name such as {@code billLength}, {@code island=BISCOE} or {@code pixels}
 * @param size the number of columns, 1 unless they are an array
 */
public record ColumnSpec(String name, int size) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the name is blank or the size not positive
   */
  public ColumnSpec {
    if (name.isBlank() || size <= 0) {
      throw new IllegalArgumentException(ErrorCode.NAME.text(
          "a column needs a name and at least the size 1, got \"%s\" and %d", name, size));
    }
  }

  /**
   * A single column.
   *
   * @param name what it means
   * @return the column
   */
  public static ColumnSpec of(String name) {
    return new ColumnSpec(name, 1);
  }

  /** The name, with the size in brackets if there is more than one column. */
  @Override
  public String toString() {
    return size == 1 ? name : name + "[" + size + "]";
  }
}
