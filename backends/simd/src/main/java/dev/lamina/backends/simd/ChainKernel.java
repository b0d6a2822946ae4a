package dev.lamina.backends.simd;

import dev.lamina.Workspace;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes a chain of small layers: a tile of rows goes through all of them and stays in the scratch memory that
 * the innermost loops work on, so that it is copied at the beginning and at the end only.
 */
final class ChainKernel implements NetworkKernel {

  private final PackedLayer[] layers;
  private final int in;
  private final int out;
  private final @Nullable TransposedChain transposed;

  ChainKernel(List<PackedLayer> layers) {
    this.layers = layers.toArray(PackedLayer[]::new);
    in = layers.get(0).in();
    out = layers.get(layers.size() - 1).out();
    // With 16 registers there are too few sums, and plain rows are as fast.
    transposed = VectorWidth.HAS_MANY_REGISTERS && TransposedChain.suits(layers)
        ? new TransposedChain(layers)
        : null;
  }

  /** Whether all layers can be computed together, and their weights are near enough to be read for each tile. */
  static boolean suits(List<PackedLayer> layers) {
    return !Tiles.isLarge(layers.stream().mapToLong(PackedLayer::weights).sum())
        && layers.stream()
            .allMatch(layer -> layer.blocks() == 1 && layer.out() <= Panel.BLOCK_DEPTH);
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    int floats = PackedLayer.SCRATCH_FLOATS + 2 * Tiles.floats(maxRows, Tiles.ROWS);
    return new WorkspaceSize(
        transposed == null ? floats : Math.max(floats, transposed.scratchFloats()), 0, 0);
  }

  @Override
  public void apply(int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
    int first = 0;
    if (transposed != null) {
      first = TransposedChain.share(rows);
      transposed.apply(first, x, xOffset, y, yOffset, workspace.floats());
    }
    int tile = Tiles.rows(rows, Tiles.ROWS);
    for (int row = first; row < rows; row += tile) {
      int count = Math.min(tile, rows - row);
      tile(count, x, xOffset + row * in, y, yOffset + row * out, workspace);
    }
  }

  private void tile(int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
    float[] a = workspace.floats();
    int from = PackedLayer.SCRATCH_FLOATS;
    int to = from + Tiles.floats(rows, Tiles.ROWS);
    TileRows.copyIn(rows, in, x, xOffset, in, a, from);
    int last = layers.length - 1;
    for (int i = 0; i < last; i++) {
      PackedLayer layer = layers[i];
      layer.addProducts(rows, a, from, to, 0, 0, layer.panels());
      layer.activation().applyToTile(rows, 0, layer.out(), a, to, a);
      TileRows.fillUp(rows, layer.out(), a, to);
      int free = from;
      from = to;
      to = free;
    }
    layers[last].addProducts(rows, a, from, to, 0, 0, layers[last].panels());
    layers[last].finish(rows, 0, out, a, to, y, yOffset, out);
  }
}
