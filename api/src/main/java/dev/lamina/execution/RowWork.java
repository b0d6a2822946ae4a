package dev.lamina.execution;

/** A call that is cut into tiles of rows. */
final class RowWork implements SharedCall.Work {

  private final Execution execution;
  private final RowDivision division;
  private final float[] x;
  private final int xOffset;
  private final float[] y;
  private final int yOffset;

  RowWork(
      Execution execution, RowDivision division, float[] x, int xOffset, float[] y, int yOffset) {
    this.execution = execution;
    this.division = division;
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
  }

  @Override
  public void run(Pass pass, Turn turn) {
    pass.reserve(division.tileRows());
    try {
      do {
        int first = division.firstRow(turn.unit());
        int end = division.firstRow(turn.unit() + 1);
        execution.tile(pass, x, xOffset, first, end - first, y, yOffset);
        turn.next();
      } while (turn.hasUnit());
    } finally {
      pass.clear();
    }
  }
}
