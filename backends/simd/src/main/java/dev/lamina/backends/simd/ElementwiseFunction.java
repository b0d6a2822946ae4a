package dev.lamina.backends.simd;

/** A function of single values. */
abstract class ElementwiseFunction extends ActivationFunction {

  /**
   * Applies g to at least as many consecutive values as a vector holds. Each function has this loop
   * for itself: one that called the function as an object would not keep vectors in registers.
   *
   * <p>The last vector ends with the last value, so it overlaps the one before. It is loaded before
   * that is stored, so that every value goes through g once.
   *
   * @param a holds the values
   * @param from the index of the first
   * @param to behind the last
   */
  abstract void applyToRange(float[] a, int from, int to);

  @Override
  final void apply(float[] a, int offset, int ld, int rows, int columns, float[] scratch) {
    if (ld == columns || rows == 1) {
      int count = rows * columns;
      if (count >= VectorWidth.LANES) {
        applyToRange(a, offset, offset + count);
      } else {
        applyToFew(a, offset, count, 1, count, scratch);
      }
    } else if (columns >= VectorWidth.LANES) {
      for (int row = 0; row < rows; row++) {
        int from = offset + row * ld;
        applyToRange(a, from, from + columns);
      }
    } else {
      int block = SCRATCH_FLOATS / columns;
      for (int row = 0; row < rows; row += block) {
        applyToFew(a, offset + row * ld, ld, Math.min(block, rows - row), columns, scratch);
      }
    }
  }

  /** Applies g to rows that are narrower than a vector: they are brought together first. */
  private void applyToFew(float[] a, int offset, int ld, int rows, int columns, float[] scratch) {
    for (int row = 0; row < rows; row++) {
      NarrowRows.copy(a, offset + row * ld, scratch, row * columns, columns);
    }
    applyToRange(scratch, 0, Math.max(VectorWidth.LANES, rows * columns));
    for (int row = 0; row < rows; row++) {
      NarrowRows.copy(scratch, row * columns, a, offset + row * ld, columns);
    }
  }
}
