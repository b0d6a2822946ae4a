package dev.lamina.backends.blas;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;

/**
 * An affine map whose product runs in a library. Matrices stay in Java's arrays; while the library is at
 * work on them the garbage collector waits, so large products are cut. Small matrices are copied to
 * memory off the heap: that takes about as long as a call, and needs no objects. (Those that stand for
 * Java's arrays in a call are allocated unless HotSpot inlines all that makes them, which it may fail to
 * do in a program that starts on a busy machine.)
 */
final class ForeignMap implements AffineMap {

  /** Multiplications of a call, a few milliseconds on one thread. */
  private static final long MOST_MULTIPLICATIONS = 1 << 28;

  /** As deep as libraries cut products themselves, so that cutting costs next to nothing. */
  private static final int DEPTH = 256;

  /** A multiple of what any kernel computes together. */
  private static final int COLUMN_MULTIPLE = 64;

  /** Floats of X and Z, 64 KB, that are copied. */
  private static final int MOST_COPIED = 1 << 14;

  private final Object sgemm;
  private final Object sgemv;

  /** Freed when nobody can reach it. */
  private final Object weights;

  private final long address;

  private final Bias bias;
  private final Layout layout;
  private final ScratchPool<ForeignScratch> pool;
  private final int in;
  private final int fewRows;
  private final int blockRows;
  private final int leadingDimension;
  private final int matrixTransposition;
  private final int vectorTransposition;

  ForeignMap(
      Object sgemm,
      Object sgemv,
      Object weights,
      Bias bias,
      Layout layout,
      ScratchPool<ForeignScratch> pool) {
    this.sgemm = sgemm;
    this.sgemv = sgemv;
    this.weights = weights;
    this.address = ForeignFunctions.address(weights);
    this.bias = bias;
    this.layout = layout;
    this.pool = pool;
    in = layout.in();
    fewRows = layout.fewRows();
    blockRows = layout.blockRows();
    leadingDimension = layout.leadingDimension();
    matrixTransposition = layout.matrixTransposition();
    vectorTransposition = layout.vectorTransposition();
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
    int columns = toColumn - fromColumn;
    int to = zOffset + fromColumn;
    try {
      if (rows <= fewRows || (long) rows * (in + columns) <= MOST_COPIED) {
        copied(rows, x, xOffset, ldx, z, to, ldz, fromColumn, columns);
      } else {
        bias.fill(rows, z, zOffset, ldz, fromColumn, toColumn);
        inPlace(rows, x, xOffset, ldx, z, to, ldz, fromColumn, columns);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native function throws nothing", e);
    } finally {
      Reference.reachabilityFence(weights);
    }
  }

  private void copied(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] z,
      int zOffset,
      int ldz,
      int fromColumn,
      int columns)
      throws Throwable {
    ForeignScratch claimed = pool.claim();
    ForeignScratch scratch =
        claimed == null ? new ForeignScratch(ForeignScratch.NO_PLACE) : claimed;
    try {
      int zStart = ForeignScratch.zStart(rows * in);
      scratch.reserve(zStart + rows * columns);
      FloatBuffer buffer = scratch.buffer();
      Copies.toBuffer(rows, in, x, xOffset, ldx, buffer, 0);
      bias.fill(rows, buffer, zStart, fromColumn, columns);
      long xAddress = scratch.address();
      long zAddress = xAddress + (long) zStart * Float.BYTES;
      if (rows <= fewRows) {
        oneByOne(rows, xAddress, zAddress, fromColumn, columns);
      } else {
        ForeignFunctions.SGEMM.invokeExact(
            sgemm,
            matrixTransposition,
            rows,
            columns,
            in,
            xAddress,
            in,
            address + layout.offset(0, fromColumn) * Float.BYTES,
            leadingDimension,
            zAddress,
            columns);
      }
      Copies.toArray(rows, columns, buffer, zStart, z, zOffset, ldz);
    } finally {
      Reference.reachabilityFence(scratch);
      if (claimed != null) {
        pool.release(claimed);
      }
    }
  }

  private void oneByOne(int rows, long x, long z, int fromColumn, int columns) throws Throwable {
    boolean transposed = layout.transposed();
    boolean blocks = rows > 1;
    int depth = blocks && !transposed ? blockRows : in;
    int width = blocks && transposed ? blockRows : columns;
    for (int k = 0; k < in; k += depth) {
      int terms = Math.min(depth, in - k);
      for (int j = 0; j < columns; j += width) {
        int count = Math.min(width, columns - j);
        long part = address + layout.offset(k, fromColumn + j) * Float.BYTES;
        for (int row = 0; row < rows; row++) {
          ForeignFunctions.SGEMV.invokeExact(
              sgemv,
              vectorTransposition,
              transposed ? count : terms,
              transposed ? terms : count,
              part,
              leadingDimension,
              x + ((long) row * in + k) * Float.BYTES,
              z + ((long) row * columns + j) * Float.BYTES);
        }
      }
    }
  }

  private void inPlace(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] z,
      int zOffset,
      int ldz,
      int fromColumn,
      int columns)
      throws Throwable {
    int depth = in;
    int width = columns;
    if ((long) rows * columns * in > MOST_MULTIPLICATIONS) {
      depth = Math.min(in, DEPTH);
      long most = MOST_MULTIPLICATIONS / ((long) rows * depth);
      width = Math.max(1, (int) (most / COLUMN_MULTIPLE)) * COLUMN_MULTIPLE;
    }
    for (int k = 0; k < in; k += depth) {
      int terms = Math.min(depth, in - k);
      for (int j = 0; j < columns; j += width) {
        ForeignFunctions.SGEMM_ON_ARRAYS.invokeExact(
            sgemm,
            matrixTransposition,
            rows,
            Math.min(width, columns - j),
            terms,
            x,
            xOffset + k,
            ldx,
            address + layout.offset(k, fromColumn + j) * Float.BYTES,
            leadingDimension,
            z,
            zOffset + j,
            ldz);
      }
    }
  }
}
