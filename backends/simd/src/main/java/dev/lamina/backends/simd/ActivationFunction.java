package dev.lamina.backends.simd;

import dev.lamina.ActivationParameter;
import dev.lamina.ActivationSpec;

/**
 * The function g of a layer, applied in place to (part of) a matrix that lies row-major in an array.
 * The result of an element depends on nothing but its own value and its column (softmax: the values of
 * its row), not by a bit: not on the number of rows and columns, nor on where they lie.
 */
abstract class ActivationFunction {

  /** How many values are gathered in scratch memory, from index 0 on, where they lie far apart. */
  static final int GATHERED_FLOATS = 1024;

  /** How many values a function computes at a time that needs scratch memory for each. */
  static final int BLOCK_FLOATS = 1024;

  /** How many values of scratch memory a function may use: the gathered ones, then a block. */
  static final int SCRATCH_FLOATS = GATHERED_FLOATS + BLOCK_FLOATS;

  /**
   * The function of a layer.
   *
   * @param spec the function with its parameters
   * @param slopes what a PReLU learned: one slope, or one for each unit
   */
  static ActivationFunction of(ActivationSpec spec, float... slopes) {
    return switch (spec.kind()) {
      case IDENTITY -> new Identity();
      case RELU -> new Relu();
      case RELU6 -> new Clamp(0, 6);
      case LEAKY_RELU -> new LeakyRelu(spec.value(ActivationParameter.ALPHA));
      case PRELU -> spec.slopePerUnit() ? new LeakyReluPerUnit(slopes) : new LeakyRelu(slopes[0]);
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
      case SOFTMAX -> new Softmax(spec.value(ActivationParameter.TEMPERATURE), false);
      case LOG_SOFTMAX -> new Softmax(spec.value(ActivationParameter.TEMPERATURE), true);
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
   * @param column the column of the layer that the matrix begins with
   * @param columns the number of columns
   * @param scratch scratch memory from index 0 on, at least {@link #SCRATCH_FLOATS} long
   */
  abstract void apply(
      float[] a, int offset, int ld, int rows, int column, int columns, float[] scratch);

  /**
   * Applies g to rows with the leading dimension {@link Tiles#LD}.
   *
   * @param rows the number of rows
   * @param column the column of the layer that the rows begin with
   * @param columns the number of columns; what follows in a row, up to a whole vector, may change
   * @param a holds the rows
   * @param offset the index of the first element
   * @param scratch as for {@link #apply}
   */
  void applyToTile(int rows, int column, int columns, float[] a, int offset, float[] scratch) {
    apply(a, offset, Tiles.LD, rows, column, columns, scratch);
  }
}
