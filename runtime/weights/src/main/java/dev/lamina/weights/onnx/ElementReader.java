package dev.lamina.weights.onnx;

/** Gives the elements of a tensor one after the other. */
interface ElementReader {

  /**
   * Reads the next elements.
   *
   * @param target receives them
   * @param offset where in target the first element goes
   * @param count how many, no more than there are left
   */
  void read(double[] target, int offset, int count);
}
