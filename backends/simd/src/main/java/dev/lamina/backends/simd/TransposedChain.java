package dev.lamina.backends.simd;

import java.util.Arrays;
import java.util.List;

/**
 * Computes a chain of narrow layers with vectors that lie across the rows: a vector along a row of four
 * results would have lanes to spare, and softmax of such a row even more. Xᵀ takes the place of W and the
 * other way round, Zᵀ = Wᵀ·Xᵀ + bᵀ.
 *
 * <p>The results are those of the rows one by one, to the bit.
 */
final class TransposedChain {

  /** The rows of a tile, which are the distance between the rows of its transpose. */
  static final int STRIDE = 64;

  /** Fewer rows leave too many lanes empty. */
  private static final int FEWEST_ROWS = VectorWidth.LANES;

  private final PackedLayer[] layers;
  private final int in;
  private final int out;

  /** How long the transpose of the widest rows is. */
  private final int length;

  TransposedChain(List<PackedLayer> layers) {
    this.layers = layers.toArray(PackedLayer[]::new);
    in = layers.get(0).in();
    out = layers.get(layers.size() - 1).out();
    int widest = layers.stream()
        .mapToInt(layer -> Math.max(layer.in(), layer.out()))
        .max()
        .orElseThrow();
    length = Panel.roundUp(widest, Panel.DEPTH_MULTIPLE) * STRIDE;
  }

  /** Whether the layers are narrow enough, and their functions can be applied to the transpose. */
  static boolean suits(List<PackedLayer> layers) {
    return layers.get(0).in() <= PackedLayer.PANEL_COLUMNS
        && layers.stream()
            .allMatch(layer -> layer.panels() == 1
                && layer.activation() instanceof TransposableFunction function
                && function.canBeTransposed(layer.out()));
  }

  /** How many of so many rows are to be computed so, which are the first ones. */
  static int share(int rows) {
    int rest = rows % STRIDE;
    return rest < FEWEST_ROWS ? rows - rest : rows;
  }

  int scratchFloats() {
    return PackedLayer.SCRATCH_FLOATS + 2 * length;
  }

  /**
   * Computes rows.
   *
   * @param rows the number of rows
   * @param x holds X
   * @param xOffset the index of its first element
   * @param y receives the last A
   * @param yOffset the index of the first element to write
   * @param scratch scratch memory from index 0 on, at least {@link #scratchFloats} long
   */
  void apply(int rows, float[] x, int xOffset, float[] y, int yOffset, float[] scratch) {
    for (int row = 0; row < rows; row += STRIDE) {
      int count = Math.min(STRIDE, rows - row);
      tile(count, x, xOffset + row * in, y, yOffset + row * out, scratch);
    }
  }

  private void tile(int rows, float[] x, int xOffset, float[] y, int yOffset, float[] scratch) {
    int from = PackedLayer.SCRATCH_FLOATS;
    int to = from + length;
    Transposition.transpose(x, xOffset, in, rows, in, scratch, from, STRIDE);
    for (PackedLayer layer : layers) {
      fillUp(scratch, from, layer.in());
      layer.applyAcrossRows(rows, scratch, from, to);
      int free = from;
      from = to;
      to = free;
    }
    Transposition.transposeBack(scratch, from, STRIDE, y, yOffset, out, rows, out);
  }

  /** Puts zeros behind the columns, as {@link TileRows#fillUp} does. */
  private static void fillUp(float[] a, int from, int columns) {
    int all = Panel.roundUp(columns, Panel.DEPTH_MULTIPLE);
    Arrays.fill(a, from + columns * STRIDE, from + all * STRIDE, 0);
  }
}
