package dev.lamina.backends.blas;

import java.nio.FloatBuffer;

/** Copies matrices between Java's arrays and memory off the heap, where rows have no gaps. */
final class Copies {

  private Copies() {}

  static void toBuffer(
      int rows, int columns, float[] matrix, int offset, int stride, FloatBuffer to, int start) {
    if (stride == columns) {
      to.put(start, matrix, offset, rows * columns);
    } else {
      for (int row = 0; row < rows; row++) {
        to.put(start + row * columns, matrix, offset + row * stride, columns);
      }
    }
  }

  static void toArray(
      int rows, int columns, FloatBuffer from, int start, float[] matrix, int offset, int stride) {
    if (stride == columns) {
      from.get(start, matrix, offset, rows * columns);
    } else {
      for (int row = 0; row < rows; row++) {
        from.get(start + row * columns, matrix, offset + row * stride, columns);
      }
    }
  }
}
