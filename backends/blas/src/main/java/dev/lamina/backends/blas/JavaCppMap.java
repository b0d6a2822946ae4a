package dev.lamina.backends.blas;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * An affine map whose product JavaCPP calls. It can pass Java's arrays too, but copies all of them, there
 * and back; so X and Z are copied here, no more of them than needed, to and from memory off the heap.
 */
final class JavaCppMap implements AffineMap {

  /** The stored matrix from every so many of its rows on. */
  private final FloatPointer[] blocks;

  /** W from every so many columns on, for parts of it. */
  private final FloatPointer[] parts;

  private final int blockRows;
  private final Bias bias;
  private final Layout layout;
  private final ScratchPool<JavaCppScratch> pool;

  /**
   * Takes the weights.
   *
   * @param weights the stored matrix; whoever reaches a block of it reaches it
   */
  JavaCppMap(FloatPointer weights, Bias bias, Layout layout, ScratchPool<JavaCppScratch> pool) {
    this.bias = bias;
    this.layout = layout;
    this.pool = pool;
    blockRows = layout.blockRows();
    int stored = (int) (layout.size() / layout.leadingDimension());
    blocks =
        pointers(stored, blockRows, i -> weights.getPointer((long) i * layout.leadingDimension()));
    parts = pointers(
        layout.out(), BlasKernel.COLUMN_BLOCK, i -> weights.getPointer(layout.offset(0, i)));
  }

  private static FloatPointer[] pointers(int length, int step, IntFunction<FloatPointer> from) {
    FloatPointer[] pointers = new FloatPointer[(length - 1) / step + 1];
    Arrays.setAll(pointers, i -> from.apply(i * step));
    return pointers;
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
    JavaCppScratch claimed = pool.claim();
    JavaCppScratch scratch =
        claimed == null ? new JavaCppScratch(JavaCppScratch.NO_PLACE) : claimed;
    try {
      int in = layout.in();
      int columns = toColumn - fromColumn;
      JavaCppScratch.Matrix from = scratch.x(rows * in);
      JavaCppScratch.Matrix to = scratch.z(rows * columns);
      Copies.toBuffer(rows, in, x, xOffset, ldx, from.buffer(), 0);
      bias.fill(rows, to.buffer(), 0, fromColumn, columns);
      multiply(rows, from, to, fromColumn, columns);
      Copies.toArray(rows, columns, to.buffer(), 0, z, zOffset + fromColumn, ldz);
    } finally {
      if (claimed == null) {
        scratch.free();
      } else {
        pool.release(claimed);
      }
    }
  }

  private void multiply(
      int rows, JavaCppScratch.Matrix x, JavaCppScratch.Matrix z, int fromColumn, int columns) {
    int in = layout.in();
    if (rows <= layout.fewRows()) {
      multiplyOneByOne(rows, x, z, fromColumn, columns);
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
          parts[fromColumn / BlasKernel.COLUMN_BLOCK],
          layout.leadingDimension(),
          1,
          z.from(0),
          columns);
    }
  }

  private void multiplyOneByOne(
      int rows, JavaCppScratch.Matrix x, JavaCppScratch.Matrix z, int fromColumn, int columns) {
    if (rows == 1 || columns < layout.out()) {
      FloatPointer part = parts[fromColumn / BlasKernel.COLUMN_BLOCK];
      for (int row = 0; row < rows; row++) {
        multiply(part, layout.in(), columns, x.from(row * layout.in()), z.from(row * columns));
      }
      return;
    }
    int depth = layout.transposed() ? layout.in() : blockRows;
    int width = layout.transposed() ? blockRows : columns;
    int block = 0;
    for (int k = 0; k < layout.in(); k += depth) {
      int terms = Math.min(depth, layout.in() - k);
      for (int j = 0; j < columns; j += width) {
        int count = Math.min(width, columns - j);
        for (int row = 0; row < rows; row++) {
          multiply(
              blocks[block],
              terms,
              count,
              x.from(row * layout.in() + k),
              z.from(row * columns + j));
        }
        block++;
      }
    }
  }

  private void multiply(FloatPointer part, int terms, int columns, FloatPointer x, FloatPointer z) {
    openblas_nolapack.cblas_sgemv(
        openblas_nolapack.CblasRowMajor,
        layout.vectorTransposition(),
        layout.transposed() ? columns : terms,
        layout.transposed() ? terms : columns,
        1,
        part,
        layout.leadingDimension(),
        x,
        1,
        1,
        z,
        1);
  }
}
