package dev.lamina.backends.plain;

import dev.lamina.Workspace;
import dev.lamina.backends.plain.functions.ActivationFunction;
import dev.lamina.backends.plain.functions.Transposition;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.Arrays;

/**
 * Computes a narrow layer for many rows with vectors that lie across the rows: the tile's X and Z are
 * transposed in the workspace, one array a column, and to column j of Z column k of X is added wₖⱼ
 * times. So the loops are as long as the tile has rows, however few columns there are, and the
 * activation is vectorised as well.
 */
final class AlongRows implements DenseKernel {

  /** Sums and scratch memory of more rows would not stay in cache. */
  private static final int TILE_ROWS = 512;

  /** The size of a block of the transposed X: half a level-1 cache, 16 KB. */
  private static final int BLOCK_VALUES = 4096;

  private static final int MOST_BLOCK_COLUMNS = 16;

  /** Fewer rows than this would not fill vectors. */
  private static final int FEWEST_ROWS = 24;

  /** How many times more rows than columns it takes to make up for transposing. */
  private static final int ROWS_PER_COLUMN = 4;

  private static final int X = ActivationFunction.SCRATCH_ARRAYS;
  private static final int Z = X + MOST_BLOCK_COLUMNS;

  private final int in;
  private final Weights weights;
  private final float[] bias;
  private final ActivationFunction activation;

  AlongRows(int in, Weights weights, float[] bias, ActivationFunction activation) {
    this.in = in;
    this.weights = weights;
    this.bias = bias;
    this.activation = activation;
  }

  /** The number of rows from which on this way is faster than the others. */
  int paysFrom() {
    return Math.max(FEWEST_ROWS, ROWS_PER_COLUMN * bias.length);
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return new WorkspaceSize(
        MOST_BLOCK_COLUMNS * bias.length,
        Z + bias.length,
        Blocks.alignedLength(Math.min(maxRows, TILE_ROWS)));
  }

  @Override
  public int columnBlock() {
    return activation.needsWholeRows() ? 0 : bias.length;
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
    float[] weightBlock = workspace.floats();
    int row = 0;
    while (row < rows) {
      int tile = Math.min(rows - row, Blocks.evenSize(rows, TILE_ROWS));
      for (int column = fromColumn; column < toColumn; column++) {
        Arrays.fill(arrays[Z + column], 0, tile, bias[column]);
      }
      int depth = Math.min(MOST_BLOCK_COLUMNS, BLOCK_VALUES / tile);
      for (int k = 0; k < in; k += depth) {
        int count = Math.min(depth, in - k);
        Transposition.toColumns(tile, count, x, xOffset + row * ldx + k, ldx, arrays, X);
        weights.copyRows(k, k + count, weightBlock);
        addProducts(tile, count, weightBlock, arrays, fromColumn, toColumn);
      }
      activation.applyToColumns(arrays, Z + fromColumn, fromColumn, toColumn - fromColumn, tile);
      Transposition.toRows(
          tile,
          toColumn - fromColumn,
          arrays,
          Z + fromColumn,
          y,
          yOffset + row * ldy + fromColumn,
          ldy);
      row += tile;
    }
  }

  /** Adds some columns of X times the rows of W that belong to them. */
  private void addProducts(
      int rows, int count, float[] w, float[][] arrays, int fromColumn, int toColumn) {
    int column = fromColumn;
    for (; column + 1 < toColumn; column += 2) {
      addToTwo(rows, count, w, column, arrays);
    }
    if (column < toColumn) {
      addToOne(rows, count, w, column, arrays);
    }
  }

  private void addToTwo(int rows, int count, float[] w, int column, float[][] arrays) {
    int out = bias.length;
    float[] z = arrays[Z + column];
    float[] nextZ = arrays[Z + column + 1];
    int k = 0;
    int i = column;
    for (; k + 3 < count; k += 4, i += 4 * out) {
      VectorLoops.addFourProductsToTwo(
          z,
          nextZ,
          arrays[X + k],
          arrays[X + k + 1],
          arrays[X + k + 2],
          arrays[X + k + 3],
          w[i],
          w[i + out],
          w[i + 2 * out],
          w[i + 3 * out],
          w[i + 1],
          w[i + out + 1],
          w[i + 2 * out + 1],
          w[i + 3 * out + 1],
          0,
          rows);
    }
    for (; k < count; k++, i += out) {
      VectorLoops.addProduct(z, arrays[X + k], w[i], 0, rows);
      VectorLoops.addProduct(nextZ, arrays[X + k], w[i + 1], 0, rows);
    }
  }

  private void addToOne(int rows, int count, float[] w, int column, float[][] arrays) {
    int out = bias.length;
    float[] z = arrays[Z + column];
    int k = 0;
    int i = column;
    for (; k + 3 < count; k += 4, i += 4 * out) {
      VectorLoops.addFourProducts(
          z,
          arrays[X + k],
          arrays[X + k + 1],
          arrays[X + k + 2],
          arrays[X + k + 3],
          w[i],
          w[i + out],
          w[i + 2 * out],
          w[i + 3 * out],
          0,
          rows);
    }
    for (; k < count; k++, i += out) {
      VectorLoops.addProduct(z, arrays[X + k], w[i], 0, rows);
    }
  }
}
