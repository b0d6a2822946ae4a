package dev.lamina.backends.simd;

import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/**
 * Computes a layer. A tile of rows is copied to scratch memory, block by block; the sums of a group
 * of panels stay in cache until they have taken up all blocks; they go through the activation and are
 * copied to where they belong.
 */
final class LayerKernel implements DenseKernel {

  /** Columns of Z that are kept together. */
  private static final int GROUP_COLUMNS = Panel.BLOCK_DEPTH;

  /** A single row is computed four panels at a time. */
  private static final int COLUMN_BLOCK = 4 * PackedLayer.PANEL_COLUMNS;

  private final PackedLayer layer;
  private final ActivationFunction activation;
  private final int mostRows;

  LayerKernel(PackedLayer layer) {
    this.layer = layer;
    this.activation = layer.activation();
    mostRows = Tiles.mostRows(layer.weights());
  }

  PackedLayer layer() {
    return layer;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return new WorkspaceSize(
        PackedLayer.SCRATCH_FLOATS + 2 * Tiles.floats(maxRows, mostRows), 0, 0);
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
    if (rows == 0 || fromColumn == toColumn) {
      return;
    }
    int tile = Tiles.rows(rows, mostRows);
    for (int row = 0; row < rows; row += tile) {
      int count = Math.min(tile, rows - row);
      int from = xOffset + row * ldx;
      int to = yOffset + row * ldy;
      for (int column = fromColumn; column < toColumn; column += GROUP_COLUMNS) {
        int columns = Math.min(GROUP_COLUMNS, toColumn - column);
        group(count, x, from, ldx, y, to + column, ldy, column, columns, workspace);
      }
      if (activation.needsWholeRows()) {
        activation.apply(y, to, ldy, count, 0, layer.out(), workspace.floats());
      }
    }
  }

  private void group(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] y,
      int yOffset,
      int ldy,
      int fromColumn,
      int columns,
      Workspace workspace) {
    float[] a = workspace.floats();
    int x0 = PackedLayer.SCRATCH_FLOATS;
    int z = x0 + Tiles.floats(rows, mostRows);
    int fromPanel = fromColumn / PackedLayer.PANEL_COLUMNS;
    int toPanel = (fromColumn + columns - 1) / PackedLayer.PANEL_COLUMNS + 1;
    for (int block = 0; block < layer.blocks(); block++) {
      int k = block * Panel.BLOCK_DEPTH;
      int depth = Math.min(Panel.BLOCK_DEPTH, layer.in() - k);
      TileRows.copyIn(rows, depth, x, xOffset + k, ldx, a, x0);
      layer.addProducts(rows, a, x0, z, block, fromPanel, toPanel);
    }
    if (activation.needsWholeRows()) {
      TileRows.copyOut(rows, columns, a, z, y, yOffset, ldy);
    } else {
      layer.finish(rows, fromColumn, columns, a, z, y, yOffset, ldy);
    }
  }
}
