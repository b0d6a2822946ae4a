package dev.lamina.backends.simd;

/**
 * How many rows are computed together, and how they lie in scratch memory: row-major, with a leading dimension
 * that C2 knows. So the addresses of eight rows are those of the first one and constants. An array for each
 * row, or another leading dimension, would take a register for each, and hundreds of instructions in every call of a
 * loop, in which no product is computed.
 */
final class Tiles {

  /** A cache line of 64 bytes. */
  private static final int LINE_FLOATS = 16;

  /** Where the rows of Z have room for what is to be added to them: four panels of two vectors. */
  static final int SUMMANDS = Panel.BLOCK_DEPTH;

  /**
   * The leading dimension: room for a block, and an odd number of cache lines, since rows a power of two
   * apart would all fall into the same few sets of a cache.
   */
  static final int LD =
      (SUMMANDS + 4 * 2 * VectorWidth.LANES) / LINE_FLOATS * LINE_FLOATS + LINE_FLOATS;

  /**
   * Rows of X as deep as a block then take up to 288 KB, which leaves room for a panel in a level-2 cache
   * of half a megabyte.
   */
  static final int ROWS = VectorWidth.HAS_MANY_REGISTERS ? 64 : 72;

  /**
   * Where weights come from memory they are to be used often each time. X is then read from a level-3
   * cache, but less of it than of the panel, which stays near.
   */
  static final int ROWS_OF_LARGE_LAYERS = 4 * ROWS;

  /** So many weights, 8 MB, are read from memory each time. */
  private static final long MANY_WEIGHTS = 1 << 21;

  /** As many rows of a panel are computed at once as there are registers for their sums. */
  private static final int GROUP_ROWS = VectorWidth.HAS_MANY_REGISTERS ? 8 : 6;

  private Tiles() {}

  /** Whether a layer of so many weights is read from memory each time. */
  static boolean isLarge(long weights) {
    return weights >= MANY_WEIGHTS;
  }

  /** The largest tile of a layer of so many weights. */
  static int mostRows(long weights) {
    return isLarge(weights) ? ROWS_OF_LARGE_LAYERS : ROWS;
  }

  /** The size of all tiles but the last: as equal as whole groups of rows allow. */
  static int rows(int rows, int mostRows) {
    int tiles = (rows - 1) / mostRows + 1;
    return tiles <= 1 ? rows : Panel.roundUp((rows - 1) / tiles + 1, GROUP_ROWS);
  }

  /** How much memory the rows of a tile take in one matrix. */
  static int floats(int rows, int mostRows) {
    return (Math.min(rows, mostRows) + Panel.SPARE_ROWS) * LD;
  }
}
