package dev.lamina.backends.blas;

import dev.lamina.Tensor;

/**
 * How W (in × out) lies in memory, and up to how many rows are multiplied with it one by one. Measured:
 * for a single row, sums within the rows of the transposed W are faster for narrow layers and for those
 * that just fit a cache, sums of W's rows for small and for large ones. The product of matrices first
 * rearranges W, each time, which takes as long as some products of a vector.
 *
 * @param in rows of W
 * @param out columns of W
 * @param transposed whether Wᵀ is what lies there, row by row
 */
record Layout(int in, int out, boolean transposed) {

  /** CBLAS's names of what is done with a matrix. */
  static final int NO_TRANSPOSITION = 111;

  static final int TRANSPOSITION = 112;

  private static final int NARROW = 16;

  /** 4 KB of weights, with which a product of matrices is no more than the call. */
  private static final long TINY = 1 << 10;

  /** Weights that a second-level cache has room for, easily and just: 64 KB and 256 KB. */
  private static final long SMALL = 1 << 14;

  private static final long MEDIUM = 1 << 16;

  /** Weights that fit no second-level cache: 8 MB. */
  private static final long LARGE = 1 << 21;

  private static final int FEWEST_BLOCK_ROWS = 8;

  /** Floats that are read from a tensor at once: 256 KB. */
  private static final int BLOCK = 1 << 16;

  static Layout of(int in, int out) {
    long size = (long) in * out;
    return new Layout(in, out, out < NARROW || (size >= MEDIUM && size < LARGE));
  }

  long size() {
    return (long) in * out;
  }

  /** How many elements apart the rows of the stored matrix begin. */
  int leadingDimension() {
    return transposed ? in : out;
  }

  /** The index of the first element of a part of W. */
  long offset(int row, int column) {
    return transposed ? (long) column * in + row : (long) row * out + column;
  }

  /** What CBLAS's sgemm does with the stored matrix to compute X·W. */
  int matrixTransposition() {
    return transposed ? TRANSPOSITION : NO_TRANSPOSITION;
  }

  /** What CBLAS's sgemv does with the stored matrix to compute Wᵀ·xᵀ. */
  int vectorTransposition() {
    return transposed ? NO_TRANSPOSITION : TRANSPOSITION;
  }

  /** The largest number of rows that are multiplied one by one. */
  int fewRows() {
    if (size() > SMALL) {
      return 20;
    }
    return size() > TINY ? 32 : 6;
  }

  /**
   * How many rows of the stored matrix are multiplied with one row of X before the next: as many as stay
   * in a second-level cache.
   */
  int blockRows() {
    int rows = (int) Math.min(size() / leadingDimension(), MEDIUM / leadingDimension());
    return Math.max(FEWEST_BLOCK_ROWS, rows / FEWEST_BLOCK_ROWS * FEWEST_BLOCK_ROWS);
  }

  /** Reads W in the order in which it is stored. */
  void read(Tensor weight, Target target) {
    if (transposed) {
      readTransposed(weight, target);
      return;
    }
    float[] block = new float[(int) Math.min(size(), BLOCK)];
    for (long from = 0; from < size(); from += block.length) {
      int count = (int) Math.min(block.length, size() - from);
      weight.read((int) from, block, 0, count);
      target.put(from, block, count);
    }
  }

  private void readTransposed(Tensor weight, Target target) {
    int most = Math.max(1, Math.min(out, BLOCK / in));
    float[] columns = new float[most];
    float[] block = new float[Math.multiplyExact(most, in)];
    for (int column = 0; column < out; column += most) {
      int count = Math.min(most, out - column);
      for (int row = 0; row < in; row++) {
        weight.read(row * out + column, columns, 0, count);
        for (int j = 0; j < count; j++) {
          block[j * in + row] = columns[j];
        }
      }
      target.put((long) column * in, block, count * in);
    }
  }

  /** Receives the stored matrix from beginning to end. */
  interface Target {
    void put(long index, float[] values, int count);
  }
}
