package dev.lamina.benchmarks;

/** One way to compute a network. It may keep scratch memory and is used by one thread at a time. */
interface Engine {

  /**
   * Computes a minibatch.
   *
   * @param x N examples, row by row
   * @param rows N
   * @param y receives N results
   */
  void forward(float[] x, int rows, float[] y);
}
