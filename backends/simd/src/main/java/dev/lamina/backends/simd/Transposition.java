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
   * @param transpose receives the transpose from index 0 on
   * @param stride how many elements apart the columns begin there, at least rows
   */
  static void transpose(
      float[] matrix, int offset, int ld, int rows, int columns, float[] transpose, int stride) {
    int column = 0;
    for (; column + 4 <= columns; column += 4) {
      transposeFour(matrix, offset + column, ld, rows, transpose, column * stride, stride);
    }
    for (; column < columns; column++) {
      int from = offset + column;
      int to = column * stride;
      for (int row = 0; row < rows; row++) {
        transpose[to + row] = matrix[from + row * ld];
      }
    }
  }

  private static void transposeFour(
      float[] matrix, int offset, int ld, int rows, float[] transpose, int first, int stride) {
    int second = first + stride;
    int third = second + stride;
    int fourth = third + stride;
    int from = offset;
    for (int row = 0; row < rows; row++) {
      transpose[first + row] = matrix[from];
      transpose[second + row] = matrix[from + 1];
      transpose[third + row] = matrix[from + 2];
      transpose[fourth + row] = matrix[from + 3];
      from += ld;
    }
  }

  /** Copies back what {@link #transpose} copied; the parameters have the same meaning. */
  static void transposeBack(
      float[] transpose, int stride, float[] matrix, int offset, int ld, int rows, int columns) {
    int column = 0;
    for (; column + 4 <= columns; column += 4) {
      transposeFourBack(transpose, column * stride, stride, matrix, offset + column, ld, rows);
    }
    for (; column < columns; column++) {
      int from = column * stride;
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
