package dev.lamina.execution;

/**
 * Writes the features of one example into a row of X.
 *
 * @param <T> the type of an example
 */
@FunctionalInterface
public interface RowReader<T> {

  /**
   * Reads one example.
   *
   * @param example the example, not null
   * @param x receives its features
   * @param offset where the row begins
   */
  void read(T example, float[] x, int offset);
}
