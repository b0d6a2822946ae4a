package dev.lamina.backends.blas;

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
  private final int blockRows;
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
    blockRows = layout.blockRows();
    leadingDimension = layout.leadingDimension();
    matrixTransposition = layout.matrixTransposition();
    vectorTransposition = layout.vectorTransposition();
  }

  /**
   * {@inheritDoc}
   *
   * <p>This is one method on purpose. HotSpot does not inline a method of more than 325 bytes, so it
   * compiles this one on its own, and whatever makes the segments for the calls is inlined here and
   * allocates nothing. Inlined itself, below many others, it would stand too deep for that.
   */
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
    int to = zOffset + fromColumn;
    int columns = toColumn - fromColumn;
    boolean few = rows <= fewRows;
    int depth = in;
    int width = columns;
    if (few && rows > 1) {
      depth = layout.transposed() ? in : blockRows;
      width = layout.transposed() ? blockRows : columns;
    } else if ((long) rows * columns * in > MOST_MULTIPLICATIONS) {
      depth = Math.min(in, DEPTH);
      long most = MOST_MULTIPLICATIONS / ((long) rows * depth);
      width = Math.max(1, (int) (most / COLUMN_MULTIPLE)) * COLUMN_MULTIPLE;
    }
    try {
      for (int k = 0; k < in; k += depth) {
        int terms = Math.min(depth, in - k);
        for (int j = 0; j < columns; j += width) {
          int count = Math.min(width, columns - j);
          long part = address + layout.offset(k, fromColumn + j) * Float.BYTES;
          if (few) {
            for (int row = 0; row < rows; row++) {
              ForeignFunctions.SGEMV.invokeExact(
                  sgemv,
                  vectorTransposition,
                  layout.transposed() ? count : terms,
                  layout.transposed() ? terms : count,
                  part,
                  leadingDimension,
                  x,
                  xOffset + row * ldx + k,
                  z,
                  to + row * ldz + j);
            }
          } else {
            ForeignFunctions.SGEMM.invokeExact(
                sgemm,
                matrixTransposition,
                rows,
                count,
                terms,
                x,
                xOffset + k,
                ldx,
                part,
                leadingDimension,
                z,
                to + j,
                ldz);
          }
        }
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native function throws nothing", e);
    } finally {
      Reference.reachabilityFence(weights);
    }
  }
}
