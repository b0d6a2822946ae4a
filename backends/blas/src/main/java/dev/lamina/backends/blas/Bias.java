package dev.lamina.backends.blas;

import java.nio.FloatBuffer;

/** b, which a product is added to: repeated, so that it is copied in long stretches. */
final class Bias {

  /** The length of a stretch: 8 KB, a quarter of a first-level cache. */
  private static final int STRETCH = 2048;

  private final float[] values;
  private final int columns;

  Bias(float[] bias) {
    columns = bias.length;
    values = new float[Math.max(1, STRETCH / columns) * columns];
    for (int i = 0; i < values.length; i += columns) {
      System.arraycopy(bias, 0, values, i, columns);
    }
  }

  /** Fills some columns of a matrix. */
  void fill(int rows, float[] z, int zOffset, int ldz, int fromColumn, int toColumn) {
    int count = toColumn - fromColumn;
    if (count == columns && ldz == columns) {
      int length = rows * columns;
      for (int i = 0; i < length; i += values.length) {
        System.arraycopy(values, 0, z, zOffset + i, Math.min(values.length, length - i));
      }
    } else {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(values, fromColumn, z, zOffset + row * ldz + fromColumn, count);
      }
    }
  }

  /** Fills some columns of a matrix off the heap, whose rows have no more than these. */
  void fill(int rows, FloatBuffer z, int zStart, int fromColumn, int count) {
    if (count == columns) {
      int length = rows * columns;
      for (int i = 0; i < length; i += values.length) {
        z.put(zStart + i, values, 0, Math.min(values.length, length - i));
      }
    } else {
      for (int row = 0; row < rows; row++) {
        z.put(zStart + row * count, values, fromColumn, count);
      }
    }
  }
}
