package dev.lamina.backends.simd;

/** An {@link ActivationFunction} that can be applied with vectors that lie across the rows as well. */
interface TransposableFunction {

  /**
   * Whether rows of so many values can be transposed.
   *
   * @param columns the number of columns
   */
  default boolean canBeTransposed(int columns) {
    return true;
  }

  /**
   * Applies g to the transpose of whole rows, with the same results to the bit.
   *
   * @param a holds the transpose, and behind it as much room as three more of its rows take
   * @param from the index of its first element
   * @param stride how many elements apart its rows begin, a multiple of a vector's
   * @param rows the number of rows, of which up to a multiple of a vector's may change
   * @param columns the number of columns
   * @param scratch as for {@link ActivationFunction#apply}, but only what lies behind {@link
   *     ActivationFunction#GATHERED_FLOATS}
   */
  void applyToTranspose(float[] a, int from, int stride, int rows, int columns, float[] scratch);
}
