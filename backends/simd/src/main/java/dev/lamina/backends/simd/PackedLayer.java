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

  /** Up to this width one chain a sum would leave the multipliers waiting when there is a single row. */
  private static final int FEW_COLUMNS = 2 * PANEL_COLUMNS;

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

  /** Whether a few rows fetch the weights of two panels at once, which takes many registers. */
  private final boolean takesTwoPanels;

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
    takesTwoPanels = VectorWidth.HAS_MANY_REGISTERS && Tiles.isLarge(weights());
    oneChainPanels =
        Arrays.stream(panels).filter(OneChainPanel.class::isInstance).toArray(OneChainPanel[]::new);
    leavesOutZeros =
        !Tiles.isLarge(weights()) && Arrays.stream(oneChainPanels).allMatch(Panel::isFinite);
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
    return out <= FEW_COLUMNS
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
   * @param arrays holds the rows of X and of Z
   * @param x the first row of X: its columns from the first of the block on
   * @param z the first row of Z: its columns from the first of the first panel on
   * @param block the block
   * @param fromPanel the first panel
   * @param toPanel behind the last panel
   * @param scratch scratch memory from index 0 on, at least {@link #SCRATCH_FLOATS} long
   */
  void addProducts(
      int rows,
      float[][] arrays,
      int x,
      int z,
      int block,
      int fromPanel,
      int toPanel,
      float[] scratch) {
    boolean relu = isRelu && block == blocks() - 1;
    int panel = fromPanel;
    if (rows == 1) {
      panel = addToOneRow(arrays[x], arrays[z], block, fromPanel, toPanel, relu, scratch);
    } else if (takesTwoPanels && rows >= 4 && rows <= 8) {
      panel = addToTwoPanels(rows, arrays, x, z, block, fromPanel, toPanel, relu);
    }
    for (; panel < toPanel; panel++) {
      int column = (panel - fromPanel) * PANEL_COLUMNS;
      panels[panel].addProducts(rows, arrays, x, z, column, block, relu, scratch);
    }
  }

  /**
   * Computes several panels of a single row at once, since a panel of its own has too few sums.
   *
   * @return the first panel that is left
   */
  private int addToOneRow(
      float[] x, float[] z, int block, int from, int to, boolean relu, float[] scratch) {
    int last = Math.min(to, oneChainPanels.length) - 1;
    int panel = from;
    if (panel <= last) {
      int nonZeros = listNonZeros(x, block, scratch);
      for (; panel <= last; panel += 4) {
        addFourPanels(x, z, block, from, panel, last, relu, scratch, nonZeros);
      }
      panel = last + 1;
    }
    if (panel + 2 <= to
        && panels[panel] instanceof TwoChainPanel p0
        && panels[panel + 1] instanceof TwoChainPanel p1) {
      int column = (panel - from) * PANEL_COLUMNS;
      TwoChainPanel.addToOneRow(x, z, p0, column, p1, column + PANEL_COLUMNS, block, relu);
      panel += 2;
    }
    return panel;
  }

  /** Lists what is not 0 in a row of X, if that pays. */
  private int listNonZeros(float[] x, int block, float[] scratch) {
    int depth = Math.min(Panel.BLOCK_DEPTH, in - block * Panel.BLOCK_DEPTH);
    return leavesOutZeros && NonZeros.areFew(x, depth)
        ? NonZeros.list(x, depth, PANEL_COLUMNS, scratch)
        : NOT_LISTED;
  }

  /** Four panels from the given one on; if there are fewer, the last one is computed several times. */
  private void addFourPanels(
      float[] x,
      float[] z,
      int block,
      int first,
      int panel,
      int last,
      boolean relu,
      float[] list,
      int nonZeros) {
    int i1 = Math.min(panel + 1, last);
    int i2 = Math.min(panel + 2, last);
    int i3 = Math.min(panel + 3, last);
    OneChainPanel p0 = oneChainPanels[panel];
    OneChainPanel p1 = oneChainPanels[i1];
    OneChainPanel p2 = oneChainPanels[i2];
    OneChainPanel p3 = oneChainPanels[i3];
    int c0 = (panel - first) * PANEL_COLUMNS;
    int c1 = (i1 - first) * PANEL_COLUMNS;
    int c2 = (i2 - first) * PANEL_COLUMNS;
    int c3 = (i3 - first) * PANEL_COLUMNS;
    if (nonZeros == NOT_LISTED) {
      OneChainPanel.addToOneRow(x, z, p0, c0, p1, c1, p2, c2, p3, c3, block, relu);
    } else {
      OneChainPanel.addNonZerosToOneRow(
          list, nonZeros, z, p0, c0, p1, c1, p2, c2, p3, c3, block, relu);
    }
  }

  /**
   * Computes two panels of a few rows at once, four rows at a time: the first four fetch the weights, which
   * are then near.
   *
   * @return the first panel that is left
   */
  private int addToTwoPanels(
      int rows, float[][] arrays, int x, int z, int block, int from, int to, boolean relu) {
    int end = Math.min(to, oneChainPanels.length);
    int panel = from;
    for (; panel + 2 <= end; panel += 2) {
      OneChainPanel p0 = oneChainPanels[panel];
      OneChainPanel p1 = oneChainPanels[panel + 1];
      int c0 = (panel - from) * PANEL_COLUMNS;
      int c1 = c0 + PANEL_COLUMNS;
      for (int row = 0; row < rows; row += 4) {
        OneChainPanel.addToFourRows(arrays, x + row, z + row, p0, c0, p1, c1, block, relu);
      }
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
    ((NarrowPanel) panels[0]).addProductsAcrossRows(rows, a, x, z, isRelu, a);
    ((TransposableFunction) activation)
        .applyToTranspose(a, z, TransposedChain.STRIDE, rows, out, a);
  }

  /**
   * Applies what is left of the activation to rows of Z and copies them to a matrix.
   *
   * @param rows the number of rows
   * @param column the first column
   * @param columns the number of columns; all of the layer's if the activation needs whole rows
   * @param arrays holds the rows of Z
   * @param z the first row of Z
   * @param y receives the rows
   * @param yOffset the index of the first element to write
   * @param ldy y's leading dimension
   * @param scratch scratch memory for the activation
   */
  void finish(
      int rows,
      int column,
      int columns,
      float[][] arrays,
      int z,
      float[] y,
      int yOffset,
      int ldy,
      float[] scratch) {
    // An array has room behind its row, so that a few values are loaded as a vector; several short
    // rows are faster where they lie side by side.
    boolean inArrays = rows == 1 || columns >= VectorWidth.LANES && !activation.needsWholeRows();
    if (inArrays) {
      activation.applyToArrays(rows, column, columns, arrays, z, scratch);
    }
    RowArrays.copyOut(rows, columns, arrays, z, y, yOffset, ldy);
    if (!inArrays) {
      activation.apply(y, yOffset, ldy, rows, column, columns, scratch);
    }
  }
}
