package dev.lamina.backends.plain.functions;

import dev.lamina.ActivationSpec;

/**
 * The function g of a layer, applied in place. The values of a layer lie in one of three ways,
 * according to how they were computed; g gives the same bits in all of them.
 */
public abstract class ActivationFunction {

  /** How many arrays, the first ones of a workspace, a function may use as scratch memory. */
  public static final int SCRATCH_ARRAYS = 4;

  ActivationFunction() {}

  /**
   * The function of a layer.
   *
   * @param spec its kind
   * @return the function
   */
  public static ActivationFunction of(ActivationSpec spec) {
    return switch (spec.kind()) {
      case IDENTITY -> new Identity();
      case RELU -> new Relu();
      case SIGMOID -> new Sigmoid();
      case TANH -> new Tanh();
      case SOFTMAX -> new Softmax();
    };
  }

  /**
   * Whether a value depends on its whole row, so that columns cannot be computed apart.
   *
   * @return true for softmax only
   */
  public boolean needsWholeRows() {
    return false;
  }

  /**
   * Whether {@link #applyToRow} uses the scratch arrays.
   *
   * @return false if it does without
   */
  public boolean needsScratch() {
    return false;
  }

  /**
   * Applies g to (part of) a row of values that are too few for a vector.
   *
   * @param values holds the row
   * @param from the index of its first value
   * @param to behind its last value
   */
  public abstract void applyToFew(float[] values, int from, int to);

  /**
   * Applies g to (part of) a row of many values.
   *
   * @param row holds the row
   * @param from the index of its first value
   * @param to behind its last value
   * @param arrays begins with the scratch arrays, none shorter than to
   */
  public abstract void applyToRow(float[] row, int from, int to, float[][] arrays);

  /**
   * Applies g to the rows of a minibatch that lies transposed, one array a column.
   *
   * @param arrays begins with the scratch arrays, none shorter than rows, and holds the columns
   * @param firstColumn the index of the first column's array
   * @param columns the number of columns
   * @param rows the number of rows
   */
  public abstract void applyToColumns(float[][] arrays, int firstColumn, int columns, int rows);
}
