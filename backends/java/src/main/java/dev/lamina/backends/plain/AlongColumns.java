package dev.lamina.backends.plain;

import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/**
 * Computes a layer with vectors that lie along the rows of W and Z: to the row of Z that belongs to a
 * row x of X, row k of W is added xₖ times, four rows of W and two of Z at a time.
 *
 * <p>A block of some rows and columns of W is used for all rows of a tile before the next is touched:
 * it is read from memory once and then from the level-1 cache. Each row of Z has an array of its own
 * in the workspace, because C2 vectorises only loops whose arrays share one index; it is copied to y
 * after the activation, while it is in cache.
 */
final class AlongColumns implements DenseKernel {

  /** A multiple of a cache line, so that threads that split a layer write to lines of their own. */
  private static final int COLUMN_BLOCK = 64;

  /** More rows would push each other's sums out of the level-2 cache. */
  private static final int TILE_ROWS = 64;

  /** Below this number of rows reading W is what takes the time. */
  private static final int MANY_ROWS = 16;

  /** Two rows of Z and four of W that are as wide as this fit a level-1 cache together. */
  private static final int BLOCK_COLUMNS = 1024;

  /** Long stretches of W are read fastest, and a row of Z that is as wide as this still stays near. */
  private static final int BLOCK_COLUMNS_FOR_FEW_ROWS = 4096;

  /** The size of a block of W: half a level-1 cache, 16 KB. */
  private static final int BLOCK_WEIGHTS = 4096;

  private static final int Z = ActivationFunction.SCRATCH_ARRAYS;

  private final float[][] weights;
  private final float[] bias;
  private final ActivationFunction activation;

  AlongColumns(WeightRows weights, float[] bias, ActivationFunction activation) {
    this.weights = weights.rows();
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return new WorkspaceSize(0, Z + Math.min(maxRows, TILE_ROWS), bias.length);
  }

  @Override
  public int columnBlock() {
    return activation.needsWholeRows() ? 0 : COLUMN_BLOCK;
  }

  @Override
  public void apply(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] y,
      int yOffset,
      int ldy,
      int fromColumn,
      int toColumn,
      Workspace workspace) {
    float[][] arrays = workspace.rows();
    int columns = toColumn - fromColumn;
    int row = 0;
    while (row < rows) {
      int tile = Math.min(rows - row, Blocks.evenSize(rows, TILE_ROWS));
      for (int i = 0; i < tile; i++) {
        System.arraycopy(bias, fromColumn, arrays[Z + i], fromColumn, columns);
      }
      addProducts(tile, x, xOffset + row * ldx, ldx, arrays, fromColumn, toColumn);
      for (int i = 0; i < tile; i++) {
        float[] z = arrays[Z + i];
        activation.applyToRow(z, fromColumn, toColumn, arrays);
        System.arraycopy(z, fromColumn, y, yOffset + (row + i) * ldy + fromColumn, columns);
      }
      row += tile;
    }
  }

  /** Adds X·W for the rows of a tile and some columns, block by block. */
  private void addProducts(
      int rows, float[] x, int xOffset, int ldx, float[][] arrays, int from, int to) {
    int most = rows < MANY_ROWS ? BLOCK_COLUMNS_FOR_FEW_ROWS : BLOCK_COLUMNS;
    int width = Blocks.evenSize(to - from, most);
    int depth = Math.max(4, (BLOCK_WEIGHTS / width) & -4);
    for (int column = from; column < to; column += width) {
      int end = Math.min(to, column + width);
      for (int k = 0; k < weights.length; k += depth) {
        int last = Math.min(weights.length, k + depth);
        addBlock(rows, x, xOffset, ldx, arrays, k, last, column, end);
      }
    }
  }

  private void addBlock(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[][] arrays,
      int fromK,
      int toK,
      int from,
      int to) {
    int row = 0;
    for (; row + 1 < rows; row += 2) {
      int offset = xOffset + row * ldx;
      addBlockToTwo(
          x, offset, offset + ldx, arrays[Z + row], arrays[Z + row + 1], fromK, toK, from, to);
    }
    if (row < rows) {
      addBlockToOne(x, xOffset + row * ldx, arrays[Z + row], fromK, toK, from, to);
    }
  }

  private void addBlockToTwo(
      float[] x,
      int offset,
      int nextOffset,
      float[] z,
      float[] nextZ,
      int fromK,
      int toK,
      int from,
      int to) {
    float[][] w = weights;
    int k = fromK;
    for (; k + 3 < toK; k += 4) {
      VectorLoops.addFourProductsToTwo(
          z,
          nextZ,
          w[k],
          w[k + 1],
          w[k + 2],
          w[k + 3],
          x[offset + k],
          x[offset + k + 1],
          x[offset + k + 2],
          x[offset + k + 3],
          x[nextOffset + k],
          x[nextOffset + k + 1],
          x[nextOffset + k + 2],
          x[nextOffset + k + 3],
          from,
          to);
    }
    for (; k < toK; k++) {
      VectorLoops.addProduct(z, w[k], x[offset + k], from, to);
      VectorLoops.addProduct(nextZ, w[k], x[nextOffset + k], from, to);
    }
  }

  private void addBlockToOne(
      float[] x, int offset, float[] z, int fromK, int toK, int from, int to) {
    float[][] w = weights;
    int k = fromK;
    for (; k + 3 < toK; k += 4) {
      VectorLoops.addFourProducts(
          z,
          w[k],
          w[k + 1],
          w[k + 2],
          w[k + 3],
          x[offset + k],
          x[offset + k + 1],
          x[offset + k + 2],
          x[offset + k + 3],
          from,
          to);
    }
    for (; k < toK; k++) {
      VectorLoops.addProduct(z, w[k], x[offset + k], from, to);
    }
  }
}
