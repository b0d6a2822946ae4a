package dev.lamina.execution;

import dev.lamina.LayerSpec;

/**
 * Cuts the columns of each layer. A layer begins when the one before it has ended. If there are more
 * rows than a tile has, tile follows tile.
 *
 * @param threads how many threads can work on the call at once
 * @param rows the rows of the call
 * @param tileRows the rows of a tile; the last one may have fewer
 * @param units the number of units of all tiles and layers together
 * @param cutting how a layer is cut
 */
record ColumnDivision(int threads, int rows, int tileRows, int units, Cutting cutting)
    implements Division {

  /**
   * How a layer is cut.
   *
   * @param threads how many threads work on it
   * @param leastWork what a unit is worth at least, in multiply-adds
   * @param estimate what layers take
   */
  record Cutting(int threads, long leastWork, WorkEstimate estimate) {

    /**
     * The number of units of a layer for a tile of so many rows: none too small to be worth it, and
     * none narrower than the kernel permits. There is one for each thread and not more, since kernels
     * are slower with narrow parts of a layer.
     */
    int units(LayerSpec layer, int columnBlock, int rows) {
      if (columnBlock <= 0) {
        return 1;
      }
      long most = Math.min(Pieces.blocks(layer.out(), columnBlock), threads);
      return (int) Math.max(1, Math.min(most, estimate.layer(layer, rows) / leastWork));
    }
  }
}
