package dev.lamina.execution;

import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import org.jspecify.annotations.Nullable;

/**
 * Carries one tile of rows through the layers, together with the scratch memory that this takes. A
 * pass serves one call at a time and is used again by later ones.
 */
public final class Pass implements Workspace {

  /** A cache line in floats: rows of scratch matrices begin on one apart from each other. */
  private static final int LINE = 16;

  static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  /** The index of a pass that is in no pool. */
  static final int NO_PLACE = -1;

  private final Execution owner;
  private final int poolIndex;
  private final int scratchStride;

  private final int inputStride;
  private final int outputStride;

  private int scratchRows;
  private float[] scratch = {};
  private int kernelRows;
  private float[] floats = {};
  private float[][] rowArrays = {};
  private float[] input = {};
  private float[] output = {};

  private int rows;
  private float @Nullable [] x;
  private int xOffset;
  private float @Nullable [] y;
  private int yOffset;

  /** Says which columns are the thread's if several threads compute each layer. */
  private @Nullable ColumnTurn columns;

  Pass(Execution owner, int poolIndex) {
    this.owner = owner;
    this.poolIndex = poolIndex;
    this.scratchStride = stride(owner.scratchColumns());
    this.inputStride = owner.inputSize();
    this.outputStride = owner.outputSize();
  }

  /**
   * An odd number of cache lines: rows a power of two apart would all fall into the same few sets of
   * the cache.
   */
  private static int stride(int columns) {
    return Math.multiplyExact((columns + LINE - 1) / LINE | 1, LINE);
  }

  /** The number of rows whose scratch matrix still fits one array. */
  static int maxTileRows(int scratchColumns) {
    return MAX_ARRAY_LENGTH / stride(scratchColumns);
  }

  int poolIndex() {
    return poolIndex;
  }

  boolean belongsTo(Execution execution) {
    return owner == execution;
  }

  /** Grows the scratch memory to what a tile of so many rows takes. */
  void reserve(int tileRows) {
    reserveScratch(tileRows);
    reserveKernels(tileRows);
  }

  /** Grows the matrix between the layers. */
  void reserveScratch(int tileRows) {
    if (tileRows > scratchRows) {
      scratch = new float[tileRows * (owner.scratchColumns() == 0 ? 0 : scratchStride)];
      scratchRows = tileRows;
    }
  }

  /** Grows the kernels' scratch memory. */
  void reserveKernels(int tileRows) {
    if (tileRows > kernelRows) {
      WorkspaceSize size = owner.workspaceSize(tileRows);
      floats = new float[size.floats()];
      rowArrays = new float[size.rowArrays()][size.rowLength()];
      kernelRows = tileRows;
    }
  }

  /** Grows {@link #input()} and {@link #output()} to so many rows. */
  void reserveEnds(int rows) {
    if (input.length < rows * owner.inputSize()) {
      input = new float[Math.multiplyExact(rows, owner.inputSize())];
      output = new float[Math.multiplyExact(rows, owner.outputSize())];
    }
  }

  /**
   * Where a method in the user's own words writes its features.
   *
   * @return X of the tile, its first row at index 0
   */
  public float[] input() {
    return input;
  }

  /**
   * Where a method in the user's own words finds the network's result.
   *
   * @return the result of the tile, its first row at index 0
   */
  public float[] output() {
    return output;
  }

  int tileRows() {
    return rows;
  }

  float[] scratch() {
    return scratch;
  }

  void tile(float[] x, int xOffset, int rows, float[] y, int yOffset) {
    this.x = x;
    this.xOffset = xOffset;
    this.rows = rows;
    this.y = y;
    this.yOffset = yOffset;
  }

  /**
   * Lets go of the caller's arrays, which would otherwise live as long as the network. A garbage
   * collector has less to do for null than for another array.
   */
  void clear() {
    x = null;
    y = null;
  }

  /** Takes part in a call that is cut by columns, whose threads share a scratch matrix. */
  void beginColumns(float[] sharedScratch, ColumnTurn turn) {
    scratch = sharedScratch;
    columns = turn;
  }

  /** Ends that part, with the pass's own scratch matrix. */
  void endColumns(float[] ownScratch) {
    scratch = ownScratch;
    columns = null;
  }

  /**
   * Computes one layer for the rows of the tile, or the thread's part of it.
   *
   * @param layer the layer's shape
   * @param kernel the prepared layer
   * @param from holds the layer's input (N × in)
   * @param to receives its result (N × out)
   */
  public void dense(LayerSpec layer, DenseKernel kernel, Slot from, Slot to) {
    if (columns == null) {
      apply(kernel, from, to, 0, layer.out());
    } else {
      columns.layer(
          layer,
          kernel.columnBlock(),
          rows,
          (fromColumn, toColumn) -> apply(kernel, from, to, fromColumn, toColumn));
    }
  }

  /**
   * Computes one layer that adds an earlier result to its own values, or the thread's part of it.
   *
   * @param layer the layer's shape
   * @param kernel the prepared layer
   * @param from holds the layer's input (N × in)
   * @param residual holds what is added (N × out)
   * @param to receives its result (N × out)
   */
  public void residual(LayerSpec layer, ResidualKernel kernel, Slot from, Slot residual, Slot to) {
    if (columns == null) {
      apply(kernel, from, residual, to, 0, layer.out());
    } else {
      columns.layer(
          layer,
          kernel.columnBlock(),
          rows,
          (fromColumn, toColumn) -> apply(kernel, from, residual, to, fromColumn, toColumn));
    }
  }

  /**
   * Copies a matrix to where it lies beside another one.
   *
   * @param from holds the matrix (N × columns)
   * @param width the number of its columns
   * @param to receives it
   */
  public void copy(Slot from, int width, Slot to) {
    if (columns == null) {
      copyRows(from, width, to);
    } else {
      columns.step(() -> copyRows(from, width, to));
    }
  }

  /**
   * Computes what lies between two layers.
   *
   * @param kernel the prepared step
   * @param from holds what it reads
   * @param to receives its result, as many columns; it may be the same slot
   */
  public void step(StepKernel kernel, Slot from, Slot to) {
    if (columns == null) {
      apply(kernel, from, to);
    } else {
      columns.step(() -> apply(kernel, from, to));
    }
  }

  private void apply(StepKernel kernel, Slot from, Slot to) {
    kernel.apply(
        rows, array(from), offset(from), stride(from), array(to), offset(to), stride(to), this);
  }

  private void copyRows(Slot from, int width, Slot to) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          array(from),
          offset(from) + row * stride(from),
          array(to),
          offset(to) + row * stride(to),
          width);
    }
  }

  private void apply(
      ResidualKernel kernel, Slot from, Slot residual, Slot to, int fromColumn, int toColumn) {
    kernel.apply(
        rows,
        array(from),
        offset(from),
        stride(from),
        array(residual),
        offset(residual),
        stride(residual),
        array(to),
        offset(to),
        stride(to),
        fromColumn,
        toColumn,
        this);
  }

  /** Computes some columns of a layer. */
  private void apply(DenseKernel kernel, Slot from, Slot to, int fromColumn, int toColumn) {
    kernel.apply(
        rows,
        array(from),
        offset(from),
        stride(from),
        array(to),
        offset(to),
        stride(to),
        fromColumn,
        toColumn,
        this);
  }

  // HotSpot folds these comparisons where a slot is constant. It does not fold a switch, which
  // looks
  // the number of its branch up in an array.

  @SuppressWarnings("NullAway") // x and y are there while layers run
  private float[] array(Slot slot) {
    if (slot.place() == Slot.Place.SCRATCH) {
      return scratch;
    }
    return slot.place() == Slot.Place.INPUT ? x : y;
  }

  private int offset(Slot slot) {
    if (slot.place() == Slot.Place.SCRATCH) {
      return slot.column();
    }
    return slot.column() + (slot.place() == Slot.Place.INPUT ? xOffset : yOffset);
  }

  private int stride(Slot slot) {
    if (slot.place() == Slot.Place.SCRATCH) {
      return scratchStride;
    }
    return slot.place() == Slot.Place.INPUT ? inputStride : outputStride;
  }

  @Override
  public float[] floats() {
    return floats;
  }

  @Override
  public float[][] rows() {
    return rowArrays;
  }
}
