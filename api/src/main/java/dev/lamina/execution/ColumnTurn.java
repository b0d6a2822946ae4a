package dev.lamina.execution;

import dev.lamina.LayerSpec;

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

  /** Computes some columns of a layer. */
  interface Columns {
    void compute(int fromColumn, int toColumn);
  }

  /** Does the thread's part of a layer, as {@link Pass#dense} says. */
  void layer(LayerSpec layer, int columnBlock, int rows, Columns columns) {
    int units = cutting.units(layer, columnBlock, rows);
    int block = Math.max(1, columnBlock);
    int end = first + units;
    while (isNext(end)) {
      int unit = turn.unit() - first;
      columns.compute(
          Pieces.border(layer.out(), block, units, unit),
          Pieces.border(layer.out(), block, units, unit + 1));
      turn.next();
    }
    first = end;
  }

  /** Does what lies between two layers, on the one thread whose turn it is. */
  void step(Runnable step) {
    int end = first + 1;
    if (isNext(end)) {
      step.run();
      turn.next();
    }
    first = end;
  }

  /** Whether the thread's unit is before an end; what comes before the layer is done then. */
  private boolean isNext(int end) {
    if (turn.unit() >= end) {
      return false;
    }
    // The layer reads what the ones before it wrote.
    turn.awaitAllBefore(first);
    return true;
  }
}
