package dev.lamina.backends.plain;

import dev.lamina.Workspace;
import dev.lamina.backends.plain.functions.ActivationFunction;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/**
 * Computes a layer with vectors that lie along the rows of W and Z: to the row of Z that belongs to a
 * row x of X, row k of W is added xₖ times.
 *
 * <p>A block of some rows and columns of W is used for all rows of a tile before the next is touched,
 * so that it is read from memory once and then from cache. Each row of Z has an array of its own in
 * the workspace, because C2 vectorises only loops whose arrays share one index; it is copied to y
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

  /** In narrower or smaller layers looking for zeros takes longer than multiplying by them. */
  private static final int FEWEST_COLUMNS_TO_SKIP_ZEROS = 128;

  private static final int FEWEST_WEIGHTS_TO_SKIP_ZEROS = 1 << 15;

  private static final int Z = ActivationFunction.SCRATCH_ARRAYS;

  private final float[][] weights;
  private final float[] bias;
  private final ActivationFunction activation;
  private final boolean maySkipZeros;

  AlongColumns(WeightRows weights, float[] bias, ActivationFunction activation) {
    this.weights = weights.rows();
    this.bias = bias;
    this.activation = activation;
    this.maySkipZeros = bias.length >= FEWEST_COLUMNS_TO_SKIP_ZEROS
        && this.weights.length >= FEWEST_WEIGHTS_TO_SKIP_ZEROS / bias.length
        && weights.areFinite();
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return new WorkspaceSize(
        0, Z + Math.min(maxRows, TILE_ROWS), Blocks.alignedLength(bias.length));
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
    boolean skipZeros = maySkipZeros && NonZeros.areFew(x, xOffset, weights.length);
    int most = rows < MANY_ROWS ? BLOCK_COLUMNS_FOR_FEW_ROWS : BLOCK_COLUMNS;
    int width = Blocks.evenSize(to - from, most);
    int depth = skipZeros ? NonZeros.MASK_BITS : Math.max(12, BLOCK_WEIGHTS / width / 12 * 12);
    for (int column = from; column < to; column += width) {
      int end = Math.min(to, column + width);
      for (int k = 0; k < weights.length; k += depth) {
        int endK = Math.min(weights.length, k + depth);
        int row = 0;
        for (; row + 1 < rows; row += 2) {
          int offset = xOffset + row * ldx;
          float[] z = arrays[Z + row];
          float[] nextZ = arrays[Z + row + 1];
          if (skipZeros) {
            addNonZerosToTwo(x, offset, offset + ldx, z, nextZ, k, endK, column, end);
          } else {
            addToTwo(x, offset, offset + ldx, z, nextZ, k, endK, column, end);
          }
        }
        if (row < rows) {
          int offset = xOffset + row * ldx;
          float[] z = arrays[Z + row];
          if (skipZeros) {
            long nonZeros = NonZeros.mask(x, offset + k, endK - k);
            addNonZerosToOne(x, offset + k, nonZeros, z, k, column, end);
          } else {
            addToOne(x, offset, z, k, endK, column, end);
          }
        }
      }
    }
  }

  /** Adds the rows k to endK − 1 of W to two rows of Z, four at a time. */
  private void addToTwo(
      float[] x,
      int offset,
      int nextOffset,
      float[] z,
      float[] nextZ,
      int k,
      int endK,
      int from,
      int to) {
    float[][] w = weights;
    int i = k;
    for (; i + 3 < endK; i += 4) {
      VectorLoops.addFourProductsToTwo(
          z,
          nextZ,
          w[i],
          w[i + 1],
          w[i + 2],
          w[i + 3],
          x[offset + i],
          x[offset + i + 1],
          x[offset + i + 2],
          x[offset + i + 3],
          x[nextOffset + i],
          x[nextOffset + i + 1],
          x[nextOffset + i + 2],
          x[nextOffset + i + 3],
          from,
          to);
    }
    for (; i < endK; i++) {
      VectorLoops.addProduct(z, w[i], x[offset + i], from, to);
      VectorLoops.addProduct(nextZ, w[i], x[nextOffset + i], from, to);
    }
  }

  /** Adds the rows k to endK − 1 of W to one row of Z, six at a time. */
  private void addToOne(float[] x, int offset, float[] z, int k, int endK, int from, int to) {
    float[][] w = weights;
    int i = k;
    for (; i + 5 < endK; i += 6) {
      VectorLoops.addSixProducts(
          z,
          w[i],
          w[i + 1],
          w[i + 2],
          w[i + 3],
          w[i + 4],
          w[i + 5],
          x[offset + i],
          x[offset + i + 1],
          x[offset + i + 2],
          x[offset + i + 3],
          x[offset + i + 4],
          x[offset + i + 5],
          from,
          to);
    }
    for (; i + 3 < endK; i += 4) {
      VectorLoops.addFourProducts(
          z,
          w[i],
          w[i + 1],
          w[i + 2],
          w[i + 3],
          x[offset + i],
          x[offset + i + 1],
          x[offset + i + 2],
          x[offset + i + 3],
          from,
          to);
    }
    for (; i < endK; i++) {
      VectorLoops.addProduct(z, w[i], x[offset + i], from, to);
    }
  }

  /** As {@link #addToTwo}, without the rows of W that would be multiplied by 0, if these are many. */
  private void addNonZerosToTwo(
      float[] x,
      int offset,
      int nextOffset,
      float[] z,
      float[] nextZ,
      int k,
      int endK,
      int from,
      int to) {
    long nonZeros = NonZeros.mask(x, offset + k, endK - k);
    long nextNonZeros = NonZeros.mask(x, nextOffset + k, endK - k);
    // Two rows at a time take four fifths of the time that they take one by one.
    if (5 * (Long.bitCount(nonZeros) + Long.bitCount(nextNonZeros)) > 8 * (endK - k)) {
      addToTwo(x, offset, nextOffset, z, nextZ, k, endK, from, to);
    } else {
      addNonZerosToOne(x, offset + k, nonZeros, z, k, from, to);
      addNonZerosToOne(x, nextOffset + k, nextNonZeros, nextZ, k, from, to);
    }
  }

  /**
   * Adds some rows of W to one row of Z, six at a time.
   *
   * @param x holds the factors
   * @param offset the index of the factor of row k
   * @param nonZeros bit i says whether row k + i is to be added
   */
  private void addNonZerosToOne(
      float[] x, int offset, long nonZeros, float[] z, int k, int from, int to) {
    float[][] w = weights;
    long mask = nonZeros;
    int left = Long.bitCount(mask);
    for (; left >= 6; left -= 6) {
      int i0 = Long.numberOfTrailingZeros(mask);
      mask &= mask - 1;
      int i1 = Long.numberOfTrailingZeros(mask);
      mask &= mask - 1;
      int i2 = Long.numberOfTrailingZeros(mask);
      mask &= mask - 1;
      int i3 = Long.numberOfTrailingZeros(mask);
      mask &= mask - 1;
      int i4 = Long.numberOfTrailingZeros(mask);
      mask &= mask - 1;
      int i5 = Long.numberOfTrailingZeros(mask);
      mask &= mask - 1;
      VectorLoops.addSixProducts(
          z,
          w[k + i0],
          w[k + i1],
          w[k + i2],
          w[k + i3],
          w[k + i4],
          w[k + i5],
          x[offset + i0],
          x[offset + i1],
          x[offset + i2],
          x[offset + i3],
          x[offset + i4],
          x[offset + i5],
          from,
          to);
    }
    for (; left > 0; left--) {
      int i = Long.numberOfTrailingZeros(mask);
      mask &= mask - 1;
      VectorLoops.addProduct(z, w[k + i], x[offset + i], from, to);
    }
  }
}
