package dev.lamina.processor;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Places the matrices between the layers of a chain in the scratch matrix of a tile. A layer's result
 * is read by the next layer only, so two areas that take turns are enough.
 *
 * @param columns the first column of each layer's result, but for the last, which is the network's
 * @param width the number of columns of the scratch matrix
 */
record SlotPlan(List<Integer> columns, int width) {

  /** A cache line in floats: each area begins on one. */
  private static final int LINE = 16;

  static SlotPlan of(NetworkSpec network) {
    List<LayerSpec> inner = network.layers().subList(0, network.layers().size() - 1);
    int[] widths = new int[2];
    for (int i = 0; i < inner.size(); i++) {
      widths[i % 2] = Math.max(widths[i % 2], inner.get(i).out());
    }
    int second = Math.addExact(widths[0], LINE - 1) / LINE * LINE;
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < inner.size(); i++) {
      columns.add(i % 2 == 0 ? 0 : second);
    }
    return new SlotPlan(columns, inner.size() < 2 ? widths[0] : Math.addExact(second, widths[1]));
  }
}
