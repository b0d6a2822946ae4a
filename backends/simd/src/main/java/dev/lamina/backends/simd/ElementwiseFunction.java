package dev.lamina.backends.simd;

/** A function of single values, the same in all columns. */
abstract class ElementwiseFunction extends ActivationFunction {

  private static final int LANES = VectorWidth.LANES;

  /**
   * Applies g to at least as many consecutive values as a vector holds.
   *
   * <p>Each function has this loop for itself, since a vector that is handed to another method leaves
   * its register (see {@link dev.lamina.backends.simd}). The last vector ends with the last value, so
   * it may overlap the one before: each vector is loaded before the one in front of it is stored, so
   * that every value goes through g once.
   *
   * @param a holds the values
   * @param from the index of the first
   * @param to behind the last
   * @param scratch scratch memory from index {@link #GATHERED_FLOATS} on; the values may lie before
   */
  abstract void applyToRange(float[] a, int from, int to, float[] scratch);

  @Override
  final void applyToArrays(
      int rows, int column, int columns, float[][] arrays, int first, float[] scratch) {
    int to = Panel.roundUp(columns, LANES);
    for (int row = first; row < first + rows; row++) {
      applyToRange(arrays[row], 0, to, scratch);
    }
  }

  @Override
  final void apply(
      float[] a, int offset, int ld, int rows, int column, int columns, float[] scratch) {
    if (ld == columns || rows == 1) {
      int count = rows * columns;
      if (count >= LANES) {
        applyToRange(a, offset, offset + count, scratch);
      } else if (count > 0) {
        FewValues.load(a, offset, count, scratch, 0);
        applyToRange(scratch, 0, LANES, scratch);
        FewValues.copy(scratch, 0, a, offset, count);
      }
    } else if (columns >= LANES) {
      for (int row = 0; row < rows; row++) {
        int from = offset + row * ld;
        applyToRange(a, from, from + columns, scratch);
      }
    } else {
      int block = GATHERED_FLOATS / LANES;
      for (int row = 0; row < rows; row += block) {
        applyToNarrow(a, offset + row * ld, ld, Math.min(block, rows - row), columns, scratch);
      }
    }
  }

  /** Applies g to rows that are narrower than a vector and do not adjoin each other. */
  private void applyToNarrow(
      float[] a, int offset, int ld, int rows, int columns, float[] scratch) {
    Transposition.transpose(a, offset, ld, rows, columns, scratch, rows);
    applyToRange(scratch, 0, Math.max(LANES, rows * columns), scratch);
    Transposition.transposeBack(scratch, rows, a, offset, ld, rows, columns);
  }
}
