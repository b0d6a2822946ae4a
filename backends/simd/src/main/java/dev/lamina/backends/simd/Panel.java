package dev.lamina.backends.simd;

import java.util.Arrays;

/**
 * Some neighbouring columns of W and b, packed in the order in which they are read: one row of W behind
 * the other. A deep panel is cut into blocks of rows that stay in cache while many rows of X are
 * multiplied by them.
 *
 * <p>The loops of the subclasses are written out, a local variable for each sum; the package says why.
 */
abstract class Panel {

  /** So a block of two vectors of 256 bits takes 64 KB. */
  static final int BLOCK_DEPTH = 1024;

  /** What is computed at once may take up to so many rows more than asked for. */
  static final int SPARE_ROWS = 3;

  /** The rows of X end with zeros up to a multiple of this. */
  static final int DEPTH_MULTIPLE = 4;

  /** Sums of eight rows and two vectors. */
  static final int SCRATCH_FLOATS = 8 * 2 * VectorWidth.LANES;

  private final int width;
  private final int firstColumn;
  private final int columns;
  private final float[] bias;
  private final float[][] blocks;

  /**
   * Makes a panel of zeros.
   *
   * @param in the number of rows of W
   * @param width how many columns the panel takes
   * @param chains how many rows of W are used in a step; the last step is filled up with zeros
   * @param firstColumn its first column of W
   * @param columns how many columns of W it has, at most width; the others stay zero
   */
  Panel(int in, int width, int chains, int firstColumn, int columns) {
    this.width = width;
    this.firstColumn = firstColumn;
    this.columns = columns;
    bias = new float[width];
    blocks = new float[blocks(in)][];
    int depth = roundUp(in, chains);
    for (int block = 0; block < blocks.length; block++) {
      int rows = Math.min(BLOCK_DEPTH, depth - block * BLOCK_DEPTH);
      blocks[block] = new float[rows * width];
    }
  }

  /** The number of blocks that a W of so many rows is cut into. */
  static int blocks(int in) {
    return (in - 1) / BLOCK_DEPTH + 1;
  }

  static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  /** Packs the panel's share of b. */
  final void setBias(float[] b) {
    System.arraycopy(b, firstColumn, bias, 0, columns);
  }

  /** Packs the panel's share of row k of W. */
  final void setWeights(int k, float[] row) {
    float[] block = blocks[k / BLOCK_DEPTH];
    System.arraycopy(row, firstColumn, block, k % BLOCK_DEPTH * width, columns);
  }

  /** Whether no weight is infinite or NaN. */
  final boolean isFinite() {
    int largest = 0;
    for (float[] block : blocks) {
      for (float weight : block) {
        // The bits of magnitudes are in the order of the values; infinity and NaN are the largest.
        largest = Math.max(largest, Float.floatToRawIntBits(weight) & Integer.MAX_VALUE);
      }
    }
    return largest < Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
  }

  /** How many weights it holds, zeros included. */
  final long length() {
    return Arrays.stream(blocks).mapToLong(block -> block.length).sum();
  }

  /** How many columns of W it has. */
  final int columns() {
    return columns;
  }

  final float[] bias() {
    return bias;
  }

  final float[] weights(int block) {
    return blocks[block];
  }

  /**
   * Adds the products of a block to the panel's columns of Z.
   *
   * @param rows the number of rows; up to {@link #SPARE_ROWS} more are read and written
   * @param arrays holds the rows of X and of Z
   * @param x the first row of X: its columns from the first of the block on
   * @param z the first row of Z
   * @param column where in the rows of Z the panel's columns begin; as many as the panel is wide are
   *     written
   * @param block the block; the sums begin with the bias in the first one, in others with what the
   *     blocks before left in Z
   * @param relu whether what is written is max(z, 0)
   * @param scratch scratch memory from index 0 on, at least {@link #SCRATCH_FLOATS} long
   */
  abstract void addProducts(
      int rows,
      float[][] arrays,
      int x,
      int z,
      int column,
      int block,
      boolean relu,
      float[] scratch);
}
