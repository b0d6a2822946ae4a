package dev.lamina.backends.simd;

/** How many rows are computed together. */
final class Tiles {

  /**
   * Rows of X as deep as a block then take 288 KB, which leaves room for a panel in a level-2 cache of
   * half a megabyte. Weights that are read from memory are used this often each time.
   */
  static final int MOST_ROWS = VectorWidth.HAS_MANY_REGISTERS ? 64 : 72;

  /** As many rows of a panel are computed at once as there are registers for their sums. */
  private static final int GROUP_ROWS = VectorWidth.HAS_MANY_REGISTERS ? 8 : 6;

  private Tiles() {}

  /** The size of all tiles but the last: as equal as whole groups of rows allow. */
  static int rows(int rows) {
    int tiles = (rows - 1) / MOST_ROWS + 1;
    return tiles <= 1 ? rows : Panel.roundUp((rows - 1) / tiles + 1, GROUP_ROWS);
  }

  /** The number of arrays for the rows of one matrix. */
  static int arrays(int rows) {
    return Math.min(rows, MOST_ROWS) + Panel.SPARE_ROWS;
  }
}
