package dev.lamina.backends.blas;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * An affine map whose product JavaCPP calls. It can pass Java's arrays too, but copies all of them, there
 * and back; so X and Z are copied here, no more of them than needed, to and from memory off the heap.
 */
final class JavaCppMap implements AffineMap {

  /** W from every so many columns on. */
  private final FloatPointer[] blocks;

  private final int blockColumns;
  private final Bias bias;
  private final Layout layout;
  private final ScratchPool pool;

  /**
   * Takes the weights.
   *
   * @param weights the stored matrix; whoever reaches a block of it reaches it
   */
  JavaCppMap(FloatPointer weights, Bias bias, Layout layout, ScratchPool pool) {
    this.bias = bias;
    this.layout = layout;
    this.pool = pool;
    blockColumns = Math.min(BlasKernel.COLUMN_BLOCK, layout.blockColumns());
    blocks = new FloatPointer[(layout.out() - 1) / blockColumns + 1];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = weights.getPointer(layout.offset(0, i * blockColumns));
    }
  }

  @Override
  public void apply(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] z,
      int zOffset,
      int ldz,
      int fromColumn,
      int toColumn) {
    NativeScratch scratch = pool.claim();
    try {
      int in = layout.in();
      int columns = toColumn - fromColumn;
      NativeScratch.Matrix from = scratch.x(rows * in);
      NativeScratch.Matrix to = scratch.z(rows * columns);
      putX(rows, x, xOffset, ldx, from.buffer());
      putBias(rows, to.buffer(), fromColumn, columns);
      multiply(rows, from, to, fromColumn, columns);
      getZ(rows, to.buffer(), columns, z, zOffset + fromColumn, ldz);
    } finally {
      pool.release(scratch);
    }
  }

  private void putX(int rows, float[] x, int xOffset, int ldx, FloatBuffer to) {
    int in = layout.in();
    if (ldx == in) {
      to.put(0, x, xOffset, rows * in);
    } else {
      for (int row = 0; row < rows; row++) {
        to.put(row * in, x, xOffset + row * ldx, in);
      }
    }
  }

  private void putBias(int rows, FloatBuffer to, int fromColumn, int columns) {
    float[] values = bias.values();
    if (columns == layout.out()) {
      int length = rows * columns;
      for (int i = 0; i < length; i += values.length) {
        to.put(i, values, 0, Math.min(values.length, length - i));
      }
    } else {
      for (int row = 0; row < rows; row++) {
        to.put(row * columns, values, fromColumn, columns);
      }
    }
  }

  private static void getZ(
      int rows, FloatBuffer from, int columns, float[] z, int zOffset, int ldz) {
    if (ldz == columns) {
      from.get(0, z, zOffset, rows * columns);
    } else {
      for (int row = 0; row < rows; row++) {
        from.get(row * columns, z, zOffset + row * ldz, columns);
      }
    }
  }

  private void multiply(
      int rows, NativeScratch.Matrix x, NativeScratch.Matrix z, int fromColumn, int columns) {
    int in = layout.in();
    if (rows <= layout.fewRows()) {
      int most = layout.blockColumns();
      for (int j = 0; j < columns; j += most) {
        int count = Math.min(most, columns - j);
        for (int row = 0; row < rows; row++) {
          openblas_nolapack.cblas_sgemv(
              openblas_nolapack.CblasRowMajor,
              layout.vectorTransposition(),
              layout.transposed() ? count : in,
              layout.transposed() ? in : count,
              1,
              blocks[(fromColumn + j) / blockColumns],
              layout.leadingDimension(),
              x.from(row * in),
              1,
              1,
              z.from(row * columns + j),
              1);
        }
      }
    } else {
      openblas_nolapack.cblas_sgemm(
          openblas_nolapack.CblasRowMajor,
          Layout.NO_TRANSPOSITION,
          layout.matrixTransposition(),
          rows,
          columns,
          in,
          1,
          x.from(0),
          in,
          blocks[fromColumn / blockColumns],
          layout.leadingDimension(),
          1,
          z.from(0),
          columns);
    }
  }
}
