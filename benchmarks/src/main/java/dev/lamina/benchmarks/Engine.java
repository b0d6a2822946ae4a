package dev.lamina.benchmarks;

/** One network with its weights, in one way of computing it. Used by one thread at a time. */
interface Engine extends AutoCloseable {

  /**
   * Readies everything that a call of this size needs, so that the call itself neither allocates nor
   * copies what the engine can be spared: engines of native libraries keep x and y off the heap.
   *
   * @param x N examples, row by row
   * @param rows N
   */
  Inference bind(float[] x, int rows);

  /** Gives native memory back, also that of what was bound, which must not run any more. */
  @Override
  default void close() {}
}
