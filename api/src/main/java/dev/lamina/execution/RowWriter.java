package dev.lamina.execution;

/**
 * Turns a row of a network's result into what the user's method returns.
 *
 * @param <R> the type of what holds the results of a minibatch, such as an array
 */
@FunctionalInterface
public interface RowWriter<R> {

  /**
   * Writes one result.
   *
   * @param y holds the network's result
   * @param offset where the row begins
   * @param results receives what the row means
   * @param row the number of the row in the minibatch
   */
  void write(float[] y, int offset, R results, int row);
}
