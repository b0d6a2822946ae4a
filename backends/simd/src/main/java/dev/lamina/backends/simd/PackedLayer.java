package dev.lamina.backends.simd;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Tensor;
import java.util.Arrays;

/** The weights of a layer, cut into panels, and its activation. */
final class PackedLayer {

  /** All panels are as wide as this, the last one may be half as wide. */
  static final int PANEL_COLUMNS = OneChainPanel.COLUMNS;

  /** What the products or the activation need, one after the other. */
  static final int SCRATCH_FLOATS = Math.max(
      NonZeros.SCRATCH_FLOATS, Math.max(Panel.SCRATCH_FLOATS, ActivationFunction.SCRATCH_FLOATS));

  /** Up to so many rows fetch the weights of two panels at once, which takes many registers. */
  private static final int FEW_ROWS = 8;

  /** In fewer panels of a row there is less to be left out than it takes to look for it. */
  private static final int FEWEST_PANELS_WITHOUT_ZEROS = 3;

  /** In place of a number of values that are not 0: all values are to be used. */
  private static final int NOT_LISTED = -1;

  private final int in;
  private final int out;
  private final Panel[] panels;

  /** The panels with one chain a sum, which are the first ones. */
  private final OneChainPanel[] oneChainPanels;

  /**
   * Whether inputs that are 0 may be left out of panels with one chain: 0 times a weight that is not finite
   * is not 0. From memory weights come as fast with those between them.
   */
  private final boolean leavesOutZeros;

  /** Whether the weights come from memory each time. */
  private final boolean isLarge;

  private final boolean isRelu;

  /** What is left to be applied to Z. */
  private final ActivationFunction activation;

  PackedLayer(LayerSpec layer, LayerParameters parameters) {
    in = layer.in();
    out = layer.out();
    panels = new Panel[(out - 1) / PANEL_COLUMNS + 1];
    for (int p = 0; p < panels.length; p++) {
      panels[p] = emptyPanel(p * PANEL_COLUMNS);
    }
    pack(parameters);
    isLarge = Tiles.isLarge(weights());
    oneChainPanels =
        Arrays.stream(panels).filter(OneChainPanel.class::isInstance).toArray(OneChainPanel[]::new);
    leavesOutZeros = oneChainPanels.length >= FEWEST_PANELS_WITHOUT_ZEROS
        && !isLarge
        && Arrays.stream(oneChainPanels).allMatch(Panel::isFinite);
    isRelu = layer.activation().kind() == Activation.RELU;
    activation = isRelu
        ? ActivationFunction.of(ActivationSpec.of(Activation.IDENTITY))
        : ActivationFunction.of(layer.activation(), parameters.slopes());
  }

  private Panel emptyPanel(int firstColumn) {
    int columns = Math.min(PANEL_COLUMNS, out - firstColumn);
    if (columns == 1) {
      return new OneColumnPanel(in, firstColumn);
    }
    if (columns <= FourChainPanel.COLUMNS) {
      return new FourChainPanel(in, firstColumn, columns);
    }
    return out <= PANEL_COLUMNS
        ? new TwoChainPanel(in, firstColumn, columns)
        : new OneChainPanel(in, firstColumn, columns);
  }

  private void pack(LayerParameters parameters) {
    float[] row = new float[out];
    parameters.bias().ifPresent(bias -> bias.read(0, row, 0, out));
    for (Panel panel : panels) {
      panel.setBias(row);
    }
    Tensor weight = parameters.weight();
    for (int k = 0; k < in; k++) {
      weight.read(k * out, row, 0, out);
      for (Panel panel : panels) {
        panel.setWeights(k, row);
      }
    }
  }

  int in() {
    return in;
  }

  int out() {
    return out;
  }

  ActivationFunction activation() {
    return activation;
  }

  int panels() {
    return panels.length;
  }

  int blocks() {
    return Panel.blocks(in);
  }

  /** The number of weights, without what they were filled up with. */
  long weights() {
    return (long) in * out;
  }

  /** The number of weights with what they were filled up with. */
  long packedWeights() {
    return Arrays.stream(panels).mapToLong(Panel::length).sum();
  }

  /**
   * Adds the products of a block of W to the columns of some panels; after the last block they are Z,
   * or relu(Z) in a layer with that activation.
   *
   * @param rows the number of rows
   * @param a holds the rows of X and of Z, both with the leading dimension {@link Tiles#LD}; before them it
   *     is scratch memory, at least {@link #SCRATCH_FLOATS} long
   * @param x where the first row of X begins, with its first column of the block
   * @param z where the first row of Z begins, with the first column of the first panel
   * @param block the block; what the blocks before left in Z is added to
   * @param fromPanel the first panel
   * @param toPanel behind the last panel
   */
  void addProducts(int rows, float[] a, int x, int z, int block, int fromPanel, int toPanel) {
    boolean relu = isRelu && block == blocks() - 1;
    int panel = fromPanel;
    if (rows == 1) {
      panel = addToOneRow(a, x, z, block, fromPanel, toPanel, relu);
    } else if (isLarge && VectorWidth.HAS_MANY_REGISTERS && rows >= 4 && rows <= FEW_ROWS) {
      panel = addToTwoPanels(rows, a, x, z, block, fromPanel, toPanel, relu);
    }
    for (; panel < toPanel; panel++) {
      if (isLarge && rows > FEW_ROWS && (panel - fromPanel) % 2 == 0) {
        fetchTwoPanels(a, x, z, block, fromPanel, toPanel, panel);
      }
      int to = z + (panel - fromPanel) * PANEL_COLUMNS;
      addPanel(rows, a, x, z, to, panels[panel], block, relu);
    }
  }

  private static void addPanel(
      int rows, float[] a, int x, int z, int to, Panel panel, int block, boolean relu) {
    for (int part = 0; part < panel.parts(); part++) {
      boolean reluNow = relu && part == panel.parts() - 1;
      int sums = sums(block + part, z, to);
      panel.multiply(rows, a, x, sums, block, part, reluNow && sums == to);
      addUp(rows, panel.width(), a, sums, to, reluNow);
    }
  }

  /**
   * Computes a row of two panels, for nothing but to have them near when all rows are computed: eight rows would
   * ask for the weights so slowly, and for those of one panel only, that it takes twice as long to read them.
   */
  private void fetchTwoPanels(
      float[] a, int x, int z, int block, int fromPanel, int toPanel, int panel) {
    int count = Math.min(2, Math.min(toPanel, oneChainPanels.length) - panel);
    if (count > 0) {
      int sums = sums(block, z, z + (panel - fromPanel) * PANEL_COLUMNS);
      multiplyPanels(a, x, sums, panel, count, block, false, NOT_LISTED);
    }
  }

  /** Where sums are put: the first ones to Z, others beside it until they are added. */
  private static int sums(int sumsBefore, int z, int to) {
    return sumsBefore == 0 ? to : z + Tiles.SUMMANDS;
  }

  private static void addUp(int rows, int columns, float[] a, int sums, int to, boolean relu) {
    if (sums != to) {
      TileRows.add(rows, columns, a, sums, to, relu);
    }
  }

  /**
   * Computes several panels of a single row at once, since a panel of its own has too few sums.
   *
   * @return the first panel that is left
   */
  private int addToOneRow(float[] a, int x, int z, int block, int from, int to, boolean relu) {
    int end = Math.min(to, oneChainPanels.length);
    int panel = from;
    if (panel < end) {
      int nonZeros = listNonZeros(a, x, block);
      while (panel < end) {
        int first = z + (panel - from) * PANEL_COLUMNS;
        int sums = sums(block, z, first);
        int count = Math.min(4, end - panel);
        multiplyPanels(a, x, sums, panel, count, block, relu && sums == first, nonZeros);
        addUp(1, count * PANEL_COLUMNS, a, sums, first, relu);
        panel += count;
      }
    }
    if (panel < to && panels[panel] instanceof TwoChainPanel narrow) {
      narrow.addToOneRow(a, x, z + (panel - from) * PANEL_COLUMNS, block, relu);
      panel++;
    }
    return panel;
  }

  /** Lists what is not 0 in a row of X, if that pays. */
  private int listNonZeros(float[] a, int x, int block) {
    int depth = Math.min(Panel.BLOCK_DEPTH, in - block * Panel.BLOCK_DEPTH);
    return leavesOutZeros && NonZeros.areFew(a, x, depth)
        ? NonZeros.list(a, x, depth, PANEL_COLUMNS)
        : NOT_LISTED;
  }

  /** Two or four panels from the given one on; if there are fewer, the last one is computed several times. */
  private void multiplyPanels(
      float[] a, int x, int z, int panel, int count, int block, boolean relu, int nonZeros) {
    int i1 = Math.min(1, count - 1);
    int i2 = Math.min(2, count - 1);
    int i3 = count - 1;
    OneChainPanel p0 = oneChainPanels[panel];
    OneChainPanel p1 = oneChainPanels[panel + i1];
    OneChainPanel p2 = oneChainPanels[panel + i2];
    OneChainPanel p3 = oneChainPanels[panel + i3];
    int z1 = z + i1 * PANEL_COLUMNS;
    int z2 = z + i2 * PANEL_COLUMNS;
    int z3 = z + i3 * PANEL_COLUMNS;
    if (nonZeros == NOT_LISTED && count <= 2) {
      OneChainPanel.multiplyOneRow(a, x, z, z1, p0, p1, block, relu);
    } else if (nonZeros == NOT_LISTED) {
      OneChainPanel.multiplyOneRow(a, x, z, z1, z2, z3, p0, p1, p2, p3, block, relu);
    } else {
      OneChainPanel.multiplyNonZeros(a, nonZeros, z, z1, z2, z3, p0, p1, p2, p3, block, relu);
    }
  }

  /**
   * Computes two panels of a few rows at once, four rows at a time: the first four fetch the weights, which
   * are then near.
   *
   * @return the first panel that is left
   */
  private int addToTwoPanels(
      int rows, float[] a, int x, int z, int block, int from, int to, boolean relu) {
    int end = Math.min(to, oneChainPanels.length);
    int panel = from;
    for (; panel + 2 <= end; panel += 2) {
      OneChainPanel p0 = oneChainPanels[panel];
      OneChainPanel p1 = oneChainPanels[panel + 1];
      int first = z + (panel - from) * PANEL_COLUMNS;
      int sums = sums(block, z, first);
      for (int row = 0; row < rows; row += 4) {
        int z0 = sums + row * Tiles.LD;
        int z1 = z0 + PANEL_COLUMNS;
        OneChainPanel.multiplyFourRows(
            a, x + row * Tiles.LD, z0, z1, p0, p1, block, relu && sums == first);
      }
      addUp(rows, 2 * PANEL_COLUMNS, a, sums, first, relu);
    }
    return panel;
  }

  /**
   * Computes Aᵀ of a layer that {@link TransposedChain#suits}, with vectors that lie across the rows.
   *
   * @param rows the number of rows; up to a multiple of two vectors of them is read and written
   * @param a scratch memory that holds Xᵀ, and receives Aᵀ with room for three more rows
   * @param x where Xᵀ begins, behind {@link #SCRATCH_FLOATS}
   * @param z where Aᵀ begins, behind {@link #SCRATCH_FLOATS}
   */
  void applyAcrossRows(int rows, float[] a, int x, int z) {
    ((NarrowPanel) panels[0]).multiplyAcrossRows(rows, a, x, z, isRelu);
    ((TransposableFunction) activation)
        .applyToTranspose(a, z, TransposedChain.STRIDE, rows, out, a);
  }

  /**
   * Applies what is left of the activation to rows of Z and copies them to a matrix.
   *
   * @param rows the number of rows
   * @param column the first column
   * @param columns the number of columns; all of the layer's if the activation needs whole rows
   * @param a holds the rows of Z with the leading dimension {@link Tiles#LD}; before them it is scratch memory,
   *     at least {@link #SCRATCH_FLOATS} long
   * @param z where the first row of Z begins
   * @param y receives the rows
   * @param yOffset the index of the first element to write
   * @param ldy y's leading dimension
   */
  void finish(
      int rows, int column, int columns, float[] a, int z, float[] y, int yOffset, int ldy) {
    // Rows of a tile have room behind them, so that a few values are loaded as a vector; several
    // short
    // rows are faster where they lie side by side.
    boolean inTile = rows == 1 || columns >= VectorWidth.LANES && !activation.needsWholeRows();
    if (inTile) {
      activation.applyToTile(rows, column, columns, a, z, a);
    }
    TileRows.copyOut(rows, columns, a, z, y, yOffset, ldy);
    if (!inTile) {
      activation.apply(y, yOffset, ldy, rows, column, columns, a);
    }
  }
}
