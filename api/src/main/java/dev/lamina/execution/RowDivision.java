package dev.lamina.execution;

/**
 * Cuts the rows of a call into tiles, each of which goes through all layers on one thread.
 *
 * @param threads how many threads can work on the call at once
 * @param rows the rows of the call
 * @param block what the borders of tiles are multiples of
 * @param units the number of tiles
 */
record RowDivision(int threads, int rows, int block, int units) implements Division {

  /** Kernels compute so many rows together, or a number that divides it. */
  private static final int KERNEL_ROWS = 12;

  /** What kernels compute together when there are too few rows for that. */
  private static final int FEW_KERNEL_ROWS = 4;

  /**
   * With several tiles a thread that comes late, or runs on a slower processor, leaves some of them to
   * the others.
   */
  private static final int MOST_TILES_A_THREAD = 4;

  /**
   * Cuts so that each thread gets the same number of tiles.
   *
   * @param rows the rows of the call
   * @param threads how many threads work on it
   * @param fewestRows the rows from which on it pays to cut a thread's part into several tiles of
   *     that size
   * @param mostRows the largest tile
   */
  static RowDivision of(int rows, int threads, int fewestRows, int mostRows) {
    int perThread = Math.max(1, Math.min(MOST_TILES_A_THREAD, rows / threads / fewestRows));
    int block = block(rows, threads, mostRows);
    int tiles = fewestTilesAThread(rows, threads, block, mostRows);
    long units = (long) threads * Math.max(perThread, tiles);
    int all = (int) Math.min(units, Pieces.blocks(rows, block));
    return new RowDivision(Math.min(threads, all), rows, block, all);
  }

  /**
   * Large enough for kernels to be fast; but small enough for all threads to get nearly the same, and
   * for tiles to come close to the largest.
   */
  private static int block(int rows, int threads, int mostRows) {
    int share = Math.min(mostRows, rows / threads);
    if (share < 2 * FEW_KERNEL_ROWS) {
      return 1;
    }
    boolean many = share >= 2 * KERNEL_ROWS
        && fewestTilesAThread(rows, threads, KERNEL_ROWS, mostRows)
            <= fewestTilesAThread(rows, threads, FEW_KERNEL_ROWS, mostRows);
    return many ? KERNEL_ROWS : FEW_KERNEL_ROWS;
  }

  private static int fewestTilesAThread(int rows, int threads, int block, int mostRows) {
    int tiles = Pieces.ceilDiv(Pieces.blocks(rows, block), mostRows / block);
    return Pieces.ceilDiv(tiles, threads);
  }

  /** The row that a tile begins with; the number of tiles gives the number of rows. */
  int firstRow(int unit) {
    return Pieces.border(rows, block, units, unit);
  }

  /** How many tiles one of the threads computes, when all are equally fast. */
  int rounds() {
    return Pieces.ceilDiv(units, threads);
  }

  /** The size of the largest tile. */
  int tileRows() {
    return Pieces.largest(rows, block, units);
  }
}
