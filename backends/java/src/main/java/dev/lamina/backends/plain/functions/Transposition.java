package dev.lamina.backends.plain.functions;

/** Copies between a row-major matrix and arrays that each hold a column of it. */
public final class Transposition {

  private Transposition() {}

  /**
   * Copies columns of a matrix into arrays of their own.
   *
   * @param rows the number of rows
   * @param columns the number of columns to copy
   * @param matrix holds the matrix
   * @param offset the index of the first element to copy
   * @param stride how many elements apart the matrix's rows begin
   * @param arrays receives the columns
   * @param first the index of the array that receives the first column
   */
  public static void toColumns(
      int rows, int columns, float[] matrix, int offset, int stride, float[][] arrays, int first) {
    int j = 0;
    for (; j + 3 < columns; j += 4) {
      int i = first + j;
      toFourColumns(
          rows, matrix, offset + j, stride, arrays[i], arrays[i + 1], arrays[i + 2], arrays[i + 3]);
    }
    for (; j < columns; j++) {
      toColumn(rows, matrix, offset + j, stride, arrays[first + j]);
    }
  }

  private static void toFourColumns(
      int rows,
      float[] matrix,
      int offset,
      int stride,
      float[] a0,
      float[] a1,
      float[] a2,
      float[] a3) {
    int i = offset;
    for (int row = 0; row < rows; row++) {
      a0[row] = matrix[i];
      a1[row] = matrix[i + 1];
      a2[row] = matrix[i + 2];
      a3[row] = matrix[i + 3];
      i += stride;
    }
  }

  private static void toColumn(int rows, float[] matrix, int offset, int stride, float[] array) {
    int i = offset;
    for (int row = 0; row < rows; row++) {
      array[row] = matrix[i];
      i += stride;
    }
  }

  /**
   * Copies arrays into columns of a matrix.
   *
   * @param rows the number of rows
   * @param columns the number of columns to copy
   * @param arrays holds the columns
   * @param first the index of the array that holds the first column
   * @param matrix receives the columns
   * @param offset the index of the first element to write
   * @param stride how many elements apart the matrix's rows begin
   */
  public static void toRows(
      int rows, int columns, float[][] arrays, int first, float[] matrix, int offset, int stride) {
    int j = 0;
    for (; j + 3 < columns; j += 4) {
      int i = first + j;
      fromFourColumns(
          rows, arrays[i], arrays[i + 1], arrays[i + 2], arrays[i + 3], matrix, offset + j, stride);
    }
    for (; j < columns; j++) {
      fromColumn(rows, arrays[first + j], matrix, offset + j, stride);
    }
  }

  private static void fromFourColumns(
      int rows,
      float[] a0,
      float[] a1,
      float[] a2,
      float[] a3,
      float[] matrix,
      int offset,
      int stride) {
    int i = offset;
    for (int row = 0; row < rows; row++) {
      float v0 = a0[row];
      float v1 = a1[row];
      float v2 = a2[row];
      float v3 = a3[row];
      matrix[i] = v0;
      matrix[i + 1] = v1;
      matrix[i + 2] = v2;
      matrix[i + 3] = v3;
      i += stride;
    }
  }

  private static void fromColumn(int rows, float[] array, float[] matrix, int offset, int stride) {
    int i = offset;
    for (int row = 0; row < rows; row++) {
      matrix[i] = array[row];
      i += stride;
    }
  }
}
