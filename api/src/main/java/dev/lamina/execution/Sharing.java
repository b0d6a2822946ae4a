package dev.lamina.execution;

import dev.lamina.LayerSpec;
import dev.lamina.execution.ColumnDivision.Cutting;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Decides which calls several threads share, and how they are cut.
 *
 * <p>A call gets another thread for each piece of work that takes longer than waking that thread. Then
 * the time is estimated that it takes in three ways, and the shortest is chosen:
 *
 * <ul>
 *   <li>alone;
 *   <li>by rows: each thread reads all weights for each of its tiles, which costs little if tiles have
 *       many rows, and nobody waits for anybody before the end;
 *   <li>by columns: each thread reads only its part of the weights, but all wait for each other after
 *       each layer, and a layer that cannot be cut, such as softmax, is computed by one alone. So this
 *       is for few rows and for weights that do not fit a cache.
 * </ul>
 */
final class Sharing {

  /**
   * What sharing takes, in multiply-adds. A fast kernel does about 50 of them in a nanosecond on one
   * core, and with a slower one it pays earlier.
   *
   * @param waking the work in the time that a sleeping thread takes to begin
   * @param barrier the work in the time in which threads meet after a layer
   * @param leastUnit the least work that is worth to be a unit
   */
  record Costs(long waking, long barrier, long leastUnit) {

    /** 30 µs, 1 µs and 1 µs. */
    static final Costs MEASURED = new Costs(1_500_000, 50_000, 50_000);
  }

  /** Tiles of fewer rows than this times the rows that reading takes as long as are read too often. */
  private static final int ROWS_PER_READING_ROW = 4;

  private static final int FEWEST_TILE_ROWS = 24;

  /**
   * Columns must be a tenth faster, since their threads write to neighbouring cache lines and read
   * what others wrote, which is not in the estimate.
   */
  private static final int COLUMNS_ADVANTAGE = 10;

  private final Executor executor;
  private final int parallelism;
  private final Costs costs;
  private final WorkEstimate estimate;
  private final LayerSpec[] layers;
  private final int[] columnBlocks;
  private final int steps;
  private final int tileRows;
  private final int fewestRows;

  /**
   * Knows a network.
   *
   * @param executor whose threads help
   * @param parallelism how many threads may work on a call
   * @param costs what sharing takes
   * @param layers the layers in the order in which they are computed
   * @param columnBlocks the {@link dev.lamina.spi.DenseKernel#columnBlock()} of each
   * @param steps how many matrices are copied or computed between the layers
   * @param tileRows the rows of the largest tile
   */
  Sharing(
      Executor executor,
      int parallelism,
      Costs costs,
      List<LayerSpec> layers,
      int[] columnBlocks,
      int steps,
      int tileRows) {
    this.executor = executor;
    this.parallelism = parallelism;
    this.costs = costs;
    this.estimate = WorkEstimate.of(layers);
    this.layers = layers.toArray(LayerSpec[]::new);
    this.columnBlocks = columnBlocks.clone();
    this.steps = steps;
    this.tileRows = tileRows;
    // One division here saves the others for every small call.
    long rows = costs.waking() / estimate.multiplyAdds() - estimate.readingRows();
    this.fewestRows = (int) Math.max(1, Math.min(Integer.MAX_VALUE, rows));
  }

  Executor executor() {
    return executor;
  }

  int parallelism() {
    return parallelism;
  }

  /** How many helpers can be at work at once, so that it is worth to keep scratch memory for them. */
  int helpers() {
    return Math.min(parallelism - 1, Runtime.getRuntime().availableProcessors());
  }

  /** Calls of fewer rows are never shared. */
  int fewestRows() {
    return fewestRows;
  }

  /** How to cut a call of so many rows; null leaves it to its caller. */
  @Nullable
  Division divide(int rows) {
    int tiles = Pieces.ceilDiv(rows, tileRows);
    int tile = Pieces.ceilDiv(rows, tiles);
    long alone = tiles * estimate.network(tile);
    int threads = (int) Math.min(parallelism, 1 + alone / Math.max(1, costs.waking()));
    if (threads == 1) {
      return null;
    }
    // While the helpers wake up, the caller does their part, and they have so much less to gain.
    long longest = alone - costs.waking() * (threads - 1) / threads;
    RowDivision byRows = RowDivision.of(rows, threads, fewestTileRows(), tileRows);
    long rowsTime = time(byRows);
    ColumnDivision byColumns = byColumns(rows, threads, tile);
    if (byColumns != null) {
      long columnsTime = time(byColumns);
      if (columnsTime < longest && columnsTime < rowsTime - rowsTime / COLUMNS_ADVANTAGE) {
        return byColumns;
      }
    }
    return rowsTime < longest ? byRows : null;
  }

  private int fewestTileRows() {
    return Math.max(FEWEST_TILE_ROWS, ROWS_PER_READING_ROW * estimate.readingRows());
  }

  private long time(RowDivision division) {
    int averageTile = Pieces.ceilDiv(division.rows(), division.units());
    return division.rounds() * estimate.network(averageTile);
  }

  private @Nullable ColumnDivision byColumns(int rows, int threads, int tile) {
    Cutting cutting = new Cutting(threads, Math.max(1, costs.leastUnit()), estimate);
    int units = steps;
    int mostOfALayer = 0;
    int unitsOfLastTile = rows % tile == 0 ? 0 : steps;
    for (int i = 0; i < layers.length; i++) {
      int unitsOfLayer = cutting.units(layers[i], columnBlocks[i], tile);
      mostOfALayer = Math.max(mostOfALayer, unitsOfLayer);
      units += unitsOfLayer;
      unitsOfLastTile +=
          rows % tile == 0 ? 0 : cutting.units(layers[i], columnBlocks[i], rows % tile);
    }
    long all = (long) (rows / tile) * units + unitsOfLastTile;
    // So many rows are better cut by rows anyway; and more threads than that would find no unit.
    return all > Integer.MAX_VALUE / 2 || mostOfALayer == 1
        ? null
        : new ColumnDivision(mostOfALayer, rows, tile, (int) all, cutting);
  }

  private long time(ColumnDivision division) {
    int rows = division.rows();
    int tile = division.tileRows();
    return rows / tile * time(division.cutting(), tile) + time(division.cutting(), rows % tile);
  }

  private long time(Cutting cutting, int rows) {
    long time = 0;
    for (int i = 0; i < layers.length && rows > 0; i++) {
      int units = cutting.units(layers[i], columnBlocks[i], rows);
      int rounds = Pieces.ceilDiv(units, cutting.threads());
      time += estimate.layer(layers[i], rows) / units * rounds + costs.barrier();
    }
    return time;
  }
}
