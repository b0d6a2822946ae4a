package dev.lamina.backends.simd;

/** Copies between a row-major matrix of few columns and its transpose, which has few long rows. */
final class Transposition {

  private Transposition() {}

  /**
   * Copies a matrix, column by column.
   *
   * @param matrix holds the matrix
   * @param offset the index of its first element
   * @param ld its leading dimension
   * @param rows the number of its rows
   * @param columns the number of its columns
   * @param transpose receives the transpose
   * @param start the index of its first element
   * @param stride how many elements apart the columns begin there, at least rows
   */
  static void transpose(
      float[] matrix,
      int offset,
      int ld,
      int rows,
      int columns,
      float[] transpose,
      int start,
      int stride) {
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      transposeFour(matrix, offset + row * ld, ld, columns, transpose, start + row, stride);
    }
    for (; row < rows; row++) {
      int from = offset + row * ld;
      int to = start + row;
      for (int column = 0; column < columns; column++) {
        transpose[to + column * stride] = matrix[from + column];
      }
    }
  }

  private static void transposeFour(
      float[] matrix, int offset, int ld, int columns, float[] transpose, int start, int stride) {
    int second = offset + ld;
    int third = second + ld;
    int fourth = third + ld;
    int to = start;
    for (int column = 0; column < columns; column++) {
      transpose[to] = matrix[offset + column];
      transpose[to + 1] = matrix[second + column];
      transpose[to + 2] = matrix[third + column];
      transpose[to + 3] = matrix[fourth + column];
      to += stride;
    }
  }

  /** Copies back what {@link #transpose} copied; the parameters have the same meaning. */
  static void transposeBack(
      float[] transpose,
      int start,
      int stride,
      float[] matrix,
      int offset,
      int ld,
      int rows,
      int columns) {
    int column = 0;
    for (; column + 4 <= columns; column += 4) {
      transposeFourBack(
          transpose, start + column * stride, stride, matrix, offset + column, ld, rows);
    }
    for (; column < columns; column++) {
      int from = start + column * stride;
      int to = offset + column;
      for (int row = 0; row < rows; row++) {
        matrix[to + row * ld] = transpose[from + row];
      }
    }
  }

  private static void transposeFourBack(
      float[] transpose, int first, int stride, float[] matrix, int offset, int ld, int rows) {
    int second = first + stride;
    int third = second + stride;
    int fourth = third + stride;
    int to = offset;
    for (int row = 0; row < rows; row++) {
      matrix[to] = transpose[first + row];
      matrix[to + 1] = transpose[second + row];
      matrix[to + 2] = transpose[third + row];
      matrix[to + 3] = transpose[fourth + row];
      to += ld;
    }
  }
}
