package dev.lamina.benchmarks;

/** One minibatch, bound to an engine. */
interface Inference {

  /** Computes the minibatch. This is what is timed. */
  void run();

  /**
   * Fetches what {@link #run} computed.
   *
   * @param y receives N results, row by row
   */
  void read(float[] y);
}
