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

  /** A vector for each lane of one. */
  static final int SCRATCH_FLOATS = VectorWidth.LANES * VectorWidth.LANES;

  /** What the sums of all blocks but the first begin with. */
  static final float[] ZEROS = new float[2 * VectorWidth.LANES];

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

  /** What the sums of a block begin with. */
  final float[] start(int block) {
    return block == 0 ? bias : ZEROS;
  }

  final float[] weights(int block) {
    return blocks[block];
  }

  /** How many columns are written, which is a multiple of a vector's or 1. */
  final int width() {
    return width;
  }

  /** In how many parts a block is multiplied, one after the other. */
  int parts() {
    return 1;
  }

  /**
   * Multiplies rows of X by a part of a block. The products are added up from the bias on in the first part of
   * the first block, from 0 on in others.
   *
   * @param rows the number of rows; up to {@link #SPARE_ROWS} more are read and written
   * @param a holds the rows of X, and receives the sums, both with the leading dimension {@link Tiles#LD};
   *     before them it is scratch memory, at least {@link #SCRATCH_FLOATS} long
   * @param x where the first row of X begins, with its column that meets the block's first row
   * @param z where the sums of the first row are to begin
   * @param block the block
   * @param part the part
   * @param relu whether what is written is max(z, 0)
   */
  abstract void multiply(int rows, float[] a, int x, int z, int block, int part, boolean relu);
}
