package dev.lamina.backends.simd;

/** How many rows are computed together. */
final class Tiles {

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

  /** The number of arrays for the rows of one matrix. */
  static int arrays(int rows, int mostRows) {
    return Math.min(rows, mostRows) + Panel.SPARE_ROWS;
  }
}
