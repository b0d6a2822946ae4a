package dev.lamina.backends.plain.functions;

import dev.lamina.ActivationParameter;
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
   * @param spec the function with its parameters
   * @param slopes what a PReLU learned: one slope, or one for each unit
   * @return the function
   */
  public static ActivationFunction of(ActivationSpec spec, float... slopes) {
    return switch (spec.kind()) {
      case IDENTITY -> new Identity();
      case RELU -> new Relu();
      case RELU6 -> new Clamp(0, 6);
      case LEAKY_RELU -> new LeakyRelu(spec.value(ActivationParameter.ALPHA));
      case PRELU ->
        spec.slopePerUnit() ? new LeakyReluPerUnit(slopes.clone()) : new LeakyRelu(slopes[0]);
      case ELU -> ExponentialLinear.elu(spec.value(ActivationParameter.ALPHA));
      case SELU -> ExponentialLinear.selu();
      case CELU -> ExponentialLinear.celu(spec.value(ActivationParameter.ALPHA));
      case GELU -> new Gelu();
      case GELU_TANH -> new GeluTanh();
      case SILU -> new Silu();
      case MISH -> new Mish();
      case SOFTPLUS ->
        new Softplus(
            spec.value(ActivationParameter.BETA), spec.value(ActivationParameter.THRESHOLD));
      case SOFTSIGN -> new Softsign();
      case SIGMOID -> new Sigmoid();
      case LOG_SIGMOID -> new LogSigmoid();
      case HARD_SIGMOID -> new HardSigmoid();
      case HARD_SWISH -> new HardSwish();
      case TANH -> new Tanh();
      case HARD_TANH ->
        new Clamp(spec.value(ActivationParameter.MIN), spec.value(ActivationParameter.MAX));
      case TANHSHRINK -> new Tanhshrink();
      case EXP -> new Exp();
      case SOFTMAX -> new Softmax(spec.value(ActivationParameter.TEMPERATURE));
      case LOG_SOFTMAX -> new LogSoftmax(spec.value(ActivationParameter.TEMPERATURE));
    };
  }

  /**
   * Whether a value depends on its whole row, so that columns cannot be computed apart.
   *
   * @return true for softmax and the like
   */
  public boolean needsWholeRows() {
    return false;
  }

  /**
   * Whether a value depends on its column.
   *
   * @return true for slopes that were learned for each unit
   */
  public boolean dependsOnColumn() {
    return false;
  }

  /**
   * Whether {@link #applyToRow} uses the scratch arrays.
   *
   * @return false if it does without
   */
  public boolean needsScratch() {
    return true;
  }

  /**
   * Applies g to (part of) a row of values that are too few for a vector.
   *
   * @param values holds the row
   * @param from the index of its first value
   * @param to behind its last value
   * @param column the column of its first value
   */
  public abstract void applyToFew(float[] values, int from, int to, int column);

  /**
   * Applies g to (part of) a row of many values.
   *
   * @param row holds the row, from its first column on
   * @param from the index of its first value, which is its column
   * @param to behind its last value
   * @param arrays begins with the scratch arrays, none shorter than to
   */
  public abstract void applyToRow(float[] row, int from, int to, float[][] arrays);

  /**
   * Applies g to the rows of a minibatch that lies transposed, one array a column.
   *
   * @param arrays begins with the scratch arrays, none shorter than rows, and holds the columns
   * @param first the index of the first column's array
   * @param column the first column
   * @param columns the number of columns
   * @param rows the number of rows
   */
  public abstract void applyToColumns(
      float[][] arrays, int first, int column, int columns, int rows);
}
