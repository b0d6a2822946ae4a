package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.Tiles.LD;
import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Copies between matrices of any leading dimension and tiles of {@link Tiles#LD}. */
final class TileRows {

  private static final int LONG_ROW = 64;

  private TileRows() {}

  /**
   * Copies rows of a matrix into a tile.
   *
   * @param rows the number of rows
   * @param columns the number of columns; zeros follow up to a multiple of {@link Panel#DEPTH_MULTIPLE}
   * @param matrix holds the matrix
   * @param offset the index of the first element to copy
   * @param ld the matrix's leading dimension
   * @param tile receives the rows
   * @param to the index of the first element to write
   */
  static void copyIn(
      int rows, int columns, float[] matrix, int offset, int ld, float[] tile, int to) {
    for (int row = 0; row < rows; row++) {
      copy(matrix, offset + row * ld, tile, to + row * LD, columns);
    }
    fillUp(rows, columns, tile, to);
  }

  /**
   * Puts zeros behind the columns of rows that are the input of a layer, as {@link #copyIn} does: the
   * weights there are 0, but 0 times what was computed behind the columns may be NaN.
   *
   * @param rows the number of rows
   * @param columns the number of columns; zeros follow up to a multiple of {@link Panel#DEPTH_MULTIPLE}
   * @param tile holds the rows
   * @param from the index of the first element
   */
  static void fillUp(int rows, int columns, float[] tile, int from) {
    int end = Panel.roundUp(columns, Panel.DEPTH_MULTIPLE);
    if (columns < end) {
      for (int row = 0; row < rows; row++) {
        Arrays.fill(tile, from + row * LD + columns, from + row * LD + end, 0);
      }
    }
  }

  /**
   * Copies a tile into rows of a matrix.
   *
   * @param rows the number of rows
   * @param columns the number of columns
   * @param tile holds the rows
   * @param from the index of the first element to copy
   * @param matrix receives the rows
   * @param offset the index of the first element to write
   * @param ld the matrix's leading dimension
   */
  static void copyOut(
      int rows, int columns, float[] tile, int from, float[] matrix, int offset, int ld) {
    for (int row = 0; row < rows; row++) {
      copy(tile, from + row * LD, matrix, offset + row * ld, columns);
    }
  }

  /** Short rows in a loop of vectors, since the call of System.arraycopy would be felt. */
  private static void copy(float[] source, int from, float[] target, int to, int count) {
    if (count >= LONG_ROW) {
      System.arraycopy(source, from, target, to, count);
      return;
    }
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

  /**
   * Adds columns of a tile to others.
   *
   * @param rows the number of rows
   * @param columns the number of columns
   * @param tile holds both
   * @param summands where those that are added begin
   * @param z where those they are added to begin
   * @param relu whether what is written is max(z, 0)
   */
  static void add(int rows, int columns, float[] tile, int summands, int z, boolean relu) {
    for (int row = 0; row < rows; row++) {
      int from = summands + row * LD;
      int to = z + row * LD;
      if (columns == 1) {
        float sum = tile[to] + tile[from];
        tile[to] = relu && sum <= 0 ? 0 : sum;
      } else {
        addRow(columns, tile, from, to, relu);
      }
    }
  }

  private static void addRow(int columns, float[] tile, int from, int to, boolean relu) {
    for (int i = 0; i < columns; i += LANES) {
      FloatVector summand = FloatVector.fromArray(FLOATS, tile, from + i);
      FloatVector sum = FloatVector.fromArray(FLOATS, tile, to + i).add(summand);
      if (relu) {
        sum.blend(0f, sum.compare(LE, 0f)).intoArray(tile, to + i);
      } else {
        sum.intoArray(tile, to + i);
      }
    }
  }
}
