package dev.lamina.execution;

import dev.lamina.ErrorCode;

/** How generated code reads what a row of a network's result means. */
public final class Results {

  private Results() {}

  /**
   * The class with the largest output, the first of them if several are equal.
   *
   * @param y holds the outputs
   * @param offset the first of them
   * @param classes how many there are
   * @return the number of the class, from 0
   * @throws ArithmeticException if an output is NaN: no class would be more right than another
   */
  public static int argmax(float[] y, int offset, int classes) {
    int best = 0;
    for (int i = 0; i < classes; i++) {
      float output = y[offset + i];
      if (Float.isNaN(output)) {
        throw new ArithmeticException(ErrorCode.NAN.text(
            "output %d of the network is NaN, so no class can be chosen: look for NaN in the"
                + " input or the weights",
            i));
      }
      if (output > y[offset + best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Whether an output is at least a threshold.
   *
   * @param output the output
   * @param threshold the smallest output that means true
   * @return output ≥ threshold
   * @throws ArithmeticException if the output is NaN, which is on neither side
   */
  public static boolean atLeast(float output, float threshold) {
    if (Float.isNaN(output)) {
      throw new ArithmeticException(ErrorCode.NAN.text(
          "the output of the network is NaN, neither above nor below %s: look for NaN in the"
              + " input or the weights",
          threshold));
    }
    return output >= threshold;
  }

  /**
   * Checks the array that a caller brings for the results of a minibatch.
   *
   * @param length the array's length
   * @param rows the number of results
   * @param columns how many elements each takes
   * @throws IllegalArgumentException if the array is too short
   */
  public static void checkRoom(int length, int rows, int columns) {
    long needed = (long) rows * columns;
    if (length < needed) {
      throw new IllegalArgumentException(ErrorCode.LENGTH.text(
          "the array for %d results must have at least %d elements, got %d", rows, needed, length));
    }
  }

  /**
   * Checks the array that a caller brings for a single result.
   *
   * @param length the array's length
   * @param columns how many elements the result has
   * @throws IllegalArgumentException if the array has another length
   */
  public static void checkExact(int length, int columns) {
    if (length != columns) {
      throw new IllegalArgumentException(ErrorCode.LENGTH.text(
          "the array for one result must have %d elements, got %d", columns, length));
    }
  }
}
