package dev.lamina.backends.simd;

/** A function of single values, the same in all columns. */
abstract class ElementwiseFunction extends ActivationFunction implements TransposableFunction {

  private static final int LANES = VectorWidth.LANES;

  /**
   * Applies g to consecutive values that fill whole vectors.
   *
   * <p>Each function has this loop for itself, since a vector that is handed to another method leaves
   * its register (see {@link dev.lamina.backends.simd}).
   *
   * @param a holds the values
   * @param from the index of the first
   * @param to behind the last
   * @param scratch scratch memory from index {@link #GATHERED_FLOATS} on; the values may lie before
   */
  abstract void applyToVectors(float[] a, int from, int to, float[] scratch);

  @Override
  final void applyToTile(
      int rows, int column, int columns, float[] a, int offset, float[] scratch) {
    int width = Panel.roundUp(columns, LANES);
    for (int row = 0; row < rows; row++) {
      int from = offset + row * Tiles.LD;
      applyToVectors(a, from, from + width, scratch);
    }
  }

  @Override
  final void apply(
      float[] a, int offset, int ld, int rows, int column, int columns, float[] scratch) {
    if (ld == columns || rows == 1) {
      applyToConsecutive(a, offset, rows * columns, scratch);
    } else if (columns >= LANES) {
      for (int row = 0; row < rows; row++) {
        applyToConsecutive(a, offset + row * ld, columns, scratch);
      }
    } else {
      int block = GATHERED_FLOATS / LANES;
      for (int row = 0; row < rows; row += block) {
        applyToNarrow(a, offset + row * ld, ld, Math.min(block, rows - row), columns, scratch);
      }
    }
  }

  @Override
  public final void applyToTranspose(
      float[] a, int from, int stride, int rows, int columns, float[] scratch) {
    int width = Panel.roundUp(rows, LANES);
    if (width == stride) {
      applyToVectors(a, from, from + columns * stride, scratch);
    } else {
      for (int column = 0; column < columns; column++) {
        int start = from + column * stride;
        applyToVectors(a, start, start + width, scratch);
      }
    }
  }

  private void applyToConsecutive(float[] a, int from, int count, float[] scratch) {
    int rest = count & (LANES - 1);
    int to = from + count - rest;
    if (from < to) {
      applyToVectors(a, from, to, scratch);
    }
    if (rest > 0) {
      FewValues.load(a, to, rest, scratch, 0);
      applyToVectors(scratch, 0, LANES, scratch);
      FewValues.copy(scratch, 0, a, to, rest);
    }
  }

  /** Applies g to rows that are narrower than a vector and do not adjoin each other. */
  private void applyToNarrow(
      float[] a, int offset, int ld, int rows, int columns, float[] scratch) {
    Transposition.transpose(a, offset, ld, rows, columns, scratch, 0, rows);
    applyToVectors(scratch, 0, Panel.roundUp(rows * columns, LANES), scratch);
    Transposition.transposeBack(scratch, 0, rows, a, offset, ld, rows, columns);
  }
}
