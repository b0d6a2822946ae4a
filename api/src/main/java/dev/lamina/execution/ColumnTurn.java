package dev.lamina.execution;

import dev.lamina.LayerSpec;
import dev.lamina.spi.DenseKernel;

/**
 * One thread's way through the layers of a call that is cut by columns. All threads count the units of
 * every layer, so each knows which layer a unit belongs to, and goes past layers that it came too late
 * for.
 */
final class ColumnTurn {

  private final Turn turn;
  private final ColumnDivision.Cutting cutting;

  /** The first unit of the layer that comes next. */
  private int first;

  ColumnTurn(Turn turn, ColumnDivision.Cutting cutting) {
    this.turn = turn;
    this.cutting = cutting;
  }

  /** Does the thread's part of a layer, as {@link Pass#dense} says. */
  void dense(Pass pass, LayerSpec layer, DenseKernel kernel, Slot from, Slot to) {
    int columnBlock = kernel.columnBlock();
    int units = cutting.units(layer, columnBlock, pass.tileRows());
    int end = first + units;
    if (turn.unit() < end) {
      // The layer reads what the ones before it wrote.
      turn.awaitAllBefore(first);
      int block = Math.max(1, columnBlock);
      do {
        int unit = turn.unit() - first;
        int fromColumn = Pieces.border(layer.out(), block, units, unit);
        int toColumn = Pieces.border(layer.out(), block, units, unit + 1);
        pass.apply(kernel, from, to, fromColumn, toColumn);
        turn.next();
      } while (turn.unit() < end);
    }
    first = end;
  }
}
