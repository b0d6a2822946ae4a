package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Copies between row-major matrices and arrays that hold a row each, which are what the innermost loops
 * work on: an array and a common index take one register a row, offsets into one array take two.
 */
final class RowArrays {

  /** A cache line of 64 bytes. */
  private static final int LINE_FLOATS = 16;

  /** What HotSpot stores before the elements of an array: 16 bytes. */
  private static final int HEADER_FLOATS = 4;

  private RowArrays() {}

  /**
   * The length of arrays that hold some columns. Arrays of this length are an odd number of cache lines
   * long: rows a power of two apart would all fall into the same few sets of a cache.
   */
  static int length(int columns) {
    int lines = Panel.roundUp(HEADER_FLOATS + columns, LINE_FLOATS) / LINE_FLOATS | 1;
    return lines * LINE_FLOATS - HEADER_FLOATS;
  }

  /**
   * Copies rows of a matrix into arrays.
   *
   * @param rows the number of rows
   * @param columns the number of columns; zeros follow up to a multiple of {@link Panel#DEPTH_MULTIPLE}
   * @param matrix holds the matrix
   * @param offset the index of the first element to copy
   * @param ld the matrix's leading dimension
   * @param arrays receives the rows
   * @param first the array that receives the first row
   */
  static void copyIn(
      int rows, int columns, float[] matrix, int offset, int ld, float[][] arrays, int first) {
    int from = offset;
    for (int row = 0; row < rows; row++) {
      float[] array = arrays[first + row];
      copy(matrix, from, array, 0, columns);
      fillUp(array, columns);
      from += ld;
    }
  }

  /**
   * Puts zeros behind the columns of rows that are the input of a layer, as {@link #copyIn} does: the
   * weights there are 0, but 0 times what was computed behind the columns may be NaN.
   *
   * @param rows the number of rows
   * @param columns the number of columns; zeros follow up to a multiple of {@link Panel#DEPTH_MULTIPLE}
   * @param arrays holds the rows
   * @param first the array that holds the first row
   */
  static void fillUp(int rows, int columns, float[][] arrays, int first) {
    for (int row = first; row < first + rows; row++) {
      fillUp(arrays[row], columns);
    }
  }

  private static void fillUp(float[] array, int columns) {
    for (int k = columns; k % Panel.DEPTH_MULTIPLE != 0; k++) {
      array[k] = 0;
    }
  }

  /**
   * Copies arrays into rows of a matrix.
   *
   * @param rows the number of rows
   * @param columns the number of columns
   * @param arrays holds the rows
   * @param first the array that holds the first row
   * @param matrix receives the rows
   * @param offset the index of the first element to write
   * @param ld the matrix's leading dimension
   */
  static void copyOut(
      int rows, int columns, float[][] arrays, int first, float[] matrix, int offset, int ld) {
    int to = offset;
    for (int row = 0; row < rows; row++) {
      copy(arrays[first + row], 0, matrix, to, columns);
      to += ld;
    }
  }

  /** A loop of vectors: most rows are so short that the call of System.arraycopy would be felt. */
  private static void copy(float[] source, int from, float[] target, int to, int count) {
    int last = count - LANES;
    if (last < 0) {
      for (int i = 0; i < count; i++) {
        target[to + i] = source[from + i];
      }
      return;
    }
    for (int i = 0; i < last; i += LANES) {
      FloatVector.fromArray(FLOATS, source, from + i).intoArray(target, to + i);
    }
    FloatVector.fromArray(FLOATS, source, from + last).intoArray(target, to + last);
  }
}
