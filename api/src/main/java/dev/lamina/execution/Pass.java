package dev.lamina.execution;

import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/**
 * Carries one tile of rows through the layers, together with the scratch memory that this takes. A
 * pass serves one call at a time and is used again by later ones.
 */
public final class Pass implements Workspace {

  /** A cache line in floats: rows of scratch matrices begin on one apart from each other. */
  private static final int LINE = 16;

  private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;

  /** The index of a pass that is in no pool. */
  static final int NO_PLACE = -1;

  private final Execution owner;
  private final int poolIndex;
  private final int scratchStride;

  private int capacity;
  private float[] scratch = {};
  private float[] floats = {};
  private float[][] rowArrays = {};
  private float[] input = {};
  private float[] output = {};

  private int rows;
  private float[] x = {};
  private int xOffset;
  private float[] y = {};
  private int yOffset;

  Pass(Execution owner, int poolIndex) {
    this.owner = owner;
    this.poolIndex = poolIndex;
    this.scratchStride = stride(owner.scratchColumns());
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
    if (tileRows <= capacity) {
      return;
    }
    WorkspaceSize size = owner.workspaceSize(tileRows);
    scratch = owner.scratchColumns() == 0 ? scratch : new float[tileRows * scratchStride];
    floats = new float[size.floats()];
    rowArrays = new float[size.rowArrays()][size.rowLength()];
    capacity = tileRows;
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

  void tile(float[] x, int xOffset, int rows, float[] y, int yOffset) {
    this.x = x;
    this.xOffset = xOffset;
    this.rows = rows;
    this.y = y;
    this.yOffset = yOffset;
  }

  /** Lets go of the caller's arrays, which would otherwise live as long as the network. */
  void clear() {
    tile(scratch, 0, 0, scratch, 0);
  }

  /**
   * Computes one layer for the rows of the tile.
   *
   * @param layer the layer's shape
   * @param kernel the prepared layer
   * @param from holds the layer's input (N × in)
   * @param to receives its result (N × out)
   */
  public void dense(LayerSpec layer, DenseKernel kernel, Slot from, Slot to) {
    kernel.apply(
        rows,
        array(from),
        offset(from),
        stride(from),
        array(to),
        offset(to),
        stride(to),
        0,
        layer.out(),
        this);
  }

  private float[] array(Slot slot) {
    return switch (slot.place()) {
      case INPUT -> x;
      case SCRATCH -> scratch;
      case OUTPUT -> y;
    };
  }

  private int offset(Slot slot) {
    return switch (slot.place()) {
      case INPUT -> xOffset + slot.column();
      case SCRATCH -> slot.column();
      case OUTPUT -> yOffset + slot.column();
    };
  }

  private int stride(Slot slot) {
    return switch (slot.place()) {
      case INPUT -> owner.inputSize();
      case SCRATCH -> scratchStride;
      case OUTPUT -> owner.outputSize();
    };
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
