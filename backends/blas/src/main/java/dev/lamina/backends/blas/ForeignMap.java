package dev.lamina.backends.blas;

import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * An affine map whose product runs in a library on Java's arrays. While it does, the garbage collector
 * waits: large products are cut.
 */
final class ForeignMap implements AffineMap {

  /** Multiplications of a call, a few milliseconds on one thread. */
  private static final long MOST_MULTIPLICATIONS = 1 << 28;

  /** As deep as libraries cut products themselves, so that cutting costs next to nothing. */
  private static final int DEPTH = 512;

  /** A multiple of what any kernel computes together. */
  private static final int COLUMN_MULTIPLE = 64;

  private final Object sgemm;
  private final Object sgemv;

  /** Freed when nobody can reach it. */
  private final Object weights;

  private final long address;

  private final Bias bias;
  private final Layout layout;
  private final int in;
  private final int fewRows;
  private final int blockColumns;
  private final int leadingDimension;
  private final int matrixTransposition;
  private final int vectorTransposition;

  ForeignMap(Object sgemm, Object sgemv, Object weights, Bias bias, Layout layout) {
    this.sgemm = sgemm;
    this.sgemv = sgemv;
    this.weights = weights;
    this.address = ForeignFunctions.address(weights);
    this.bias = bias;
    this.layout = layout;
    in = layout.in();
    fewRows = layout.fewRows();
    blockColumns = layout.blockColumns();
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
    bias.fill(rows, z, zOffset, ldz, fromColumn, toColumn);
    try {
      add(rows, x, xOffset, ldx, z, zOffset, ldz, fromColumn, toColumn);
    } finally {
      Reference.reachabilityFence(weights);
    }
  }

  private void add(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] z,
      int zOffset,
      int ldz,
      int fromColumn,
      int toColumn) {
    int to = zOffset + fromColumn;
    int columns = toColumn - fromColumn;
    if (rows <= fewRows) {
      for (int j = 0; j < columns; j += blockColumns) {
        int count = Math.min(blockColumns, columns - j);
        for (int row = 0; row < rows; row++) {
          addVector(count, x, xOffset + row * ldx, fromColumn + j, z, to + row * ldz + j);
        }
      }
    } else if ((long) rows * columns * in <= MOST_MULTIPLICATIONS) {
      addMatrix(rows, columns, in, x, xOffset, ldx, 0, fromColumn, z, to, ldz);
    } else {
      addInParts(rows, columns, x, xOffset, ldx, fromColumn, z, to, ldz);
    }
  }

  private void addInParts(
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int ldx,
      int fromColumn,
      float[] z,
      int zOffset,
      int ldz) {
    for (int k = 0; k < in; k += DEPTH) {
      int depth = Math.min(DEPTH, in - k);
      long most = MOST_MULTIPLICATIONS / ((long) rows * depth) / COLUMN_MULTIPLE * COLUMN_MULTIPLE;
      int width = (int) Math.max(COLUMN_MULTIPLE, Math.min(columns, most));
      for (int j = 0; j < columns; j += width) {
        int count = Math.min(width, columns - j);
        addMatrix(rows, count, depth, x, xOffset + k, ldx, k, fromColumn + j, z, zOffset + j, ldz);
      }
    }
  }

  private void addMatrix(
      int rows,
      int columns,
      int depth,
      float[] x,
      int xOffset,
      int ldx,
      int fromK,
      int fromColumn,
      float[] z,
      int zOffset,
      int ldz) {
    try {
      ForeignFunctions.SGEMM.invokeExact(
          sgemm,
          matrixTransposition,
          rows,
          columns,
          depth,
          x,
          xOffset,
          ldx,
          address + layout.offset(fromK, fromColumn) * Float.BYTES,
          leadingDimension,
          z,
          zOffset,
          ldz);
    } catch (Throwable e) {
      throw failed(ForeignFunctions.SGEMM, e);
    }
  }

  private void addVector(
      int columns, float[] x, int xOffset, int fromColumn, float[] z, int zOffset) {
    try {
      ForeignFunctions.SGEMV.invokeExact(
          sgemv,
          vectorTransposition,
          layout.transposed() ? columns : in,
          layout.transposed() ? in : columns,
          address + layout.offset(0, fromColumn) * Float.BYTES,
          leadingDimension,
          x,
          xOffset,
          z,
          zOffset);
    } catch (Throwable e) {
      throw failed(ForeignFunctions.SGEMV, e);
    }
  }

  /** A native function throws nothing: this is an error of the virtual machine, or of ours. */
  private static RuntimeException failed(MethodHandle handle, Throwable e) {
    if (e instanceof RuntimeException exception) {
      return exception;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("a call of type " + handle.type() + " failed", e);
  }
}
