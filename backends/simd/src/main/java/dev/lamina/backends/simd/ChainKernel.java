package dev.lamina.backends.simd;

import dev.lamina.Workspace;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes a chain of small layers: a tile of rows goes through all of them and stays in the arrays that
 * the innermost loops work on, so that it is copied at the beginning and at the end only.
 */
final class ChainKernel implements NetworkKernel {

  /** More weights than would stay in a level-2 cache together with a tile leave little to gain. */
  private static final long MOST_WEIGHTS = 1 << 18;

  private final PackedLayer[] layers;
  private final int in;
  private final int out;
  private final int widest;
  private final @Nullable TransposedChain transposed;

  ChainKernel(List<PackedLayer> layers) {
    this.layers = layers.toArray(PackedLayer[]::new);
    in = layers.get(0).in();
    out = layers.get(layers.size() - 1).out();
    widest = layers.stream()
        .mapToInt(layer -> Math.max(
            Panel.roundUp(layer.in(), Panel.DEPTH_MULTIPLE),
            layer.panels() * PackedLayer.PANEL_COLUMNS))
        .max()
        .orElseThrow();
    // With 16 registers there are too few sums, and plain rows are as fast.
    transposed = VectorWidth.HAS_MANY_REGISTERS && TransposedChain.suits(layers)
        ? new TransposedChain(layers)
        : null;
  }

  /** Whether the layers are small enough to gain from being computed together. */
  static boolean suits(List<PackedLayer> layers) {
    return layers.stream().mapToLong(PackedLayer::weights).sum() <= MOST_WEIGHTS
        && layers.stream().allMatch(layer -> layer.blocks() == 1);
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    int floats = transposed == null ? PackedLayer.SCRATCH_FLOATS : transposed.scratchFloats();
    return new WorkspaceSize(
        floats, 2 * Tiles.arrays(maxRows, Tiles.ROWS), RowArrays.length(widest));
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
    float[][] arrays = workspace.rows();
    float[] scratch = workspace.floats();
    int from = 0;
    int to = Tiles.arrays(rows, Tiles.ROWS);
    RowArrays.copyIn(rows, in, x, xOffset, in, arrays, from);
    int last = layers.length - 1;
    for (int i = 0; i < last; i++) {
      PackedLayer layer = layers[i];
      layer.addProducts(rows, arrays, from, to, 0, 0, layer.panels(), scratch);
      layer.activation().applyToArrays(rows, 0, layer.out(), arrays, to, scratch);
      RowArrays.fillUp(rows, layer.out(), arrays, to);
      int free = from;
      from = to;
      to = free;
    }
    layers[last].addProducts(rows, arrays, from, to, 0, 0, layers[last].panels(), scratch);
    layers[last].finish(rows, 0, out, arrays, to, y, yOffset, out, scratch);
  }
}
