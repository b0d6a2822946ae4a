package dev.lamina.backends.simd;

import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;

/**
 * The function g of a layer, applied in place to (part of) a matrix that lies row-major in an array.
 * The result of an element depends on nothing but its own value (softmax: the values of its row), not
 * by a bit: not on the number of rows and columns, nor on where they lie.
 */
abstract class ActivationFunction {

  /** How many values of scratch memory a function may use. */
  static final int SCRATCH_FLOATS = 1024;

  /** Whether there is a function for it; the layers of the others are computed in plain Java. */
  static boolean isVectorised(ActivationSpec spec) {
    return switch (spec.kind()) {
      case IDENTITY, RELU, SIGMOID, TANH -> true;
      case SOFTMAX -> spec.value(ActivationParameter.TEMPERATURE) == 1;
      default -> false;
    };
  }

  static ActivationFunction of(ActivationSpec spec) {
    return switch (spec.kind()) {
      case IDENTITY -> new Identity();
      case RELU -> new Relu();
      case SIGMOID -> new Sigmoid();
      case TANH -> new Tanh();
      case SOFTMAX -> new Softmax();
      default -> throw new IllegalArgumentException(spec + " is not vectorised");
    };
  }

  /** Whether a value depends on its whole row, so that columns cannot be computed apart. */
  boolean needsWholeRows() {
    return false;
  }

  /**
   * Applies g. Nothing but the matrix and the scratch memory is written.
   *
   * @param a holds the matrix
   * @param offset the index of its first element
   * @param ld the leading dimension, at least columns
   * @param rows the number of rows
   * @param columns the number of columns
   * @param scratch scratch memory from index 0 on, at least {@link #SCRATCH_FLOATS} long
   */
  abstract void apply(float[] a, int offset, int ld, int rows, int columns, float[] scratch);

  /**
   * Applies g to rows that lie in arrays of their own.
   *
   * @param rows the number of rows
   * @param columns the number of columns; what follows in an array, up to a whole vector, may change
   * @param arrays holds the rows
   * @param first the array of the first row
   * @param scratch as for {@link #apply}
   */
  void applyToArrays(int rows, int columns, float[][] arrays, int first, float[] scratch) {
    for (int row = first; row < first + rows; row++) {
      apply(arrays[row], 0, columns, 1, columns, scratch);
    }
  }
}
