package dev.lamina.execution;

/**
 * A call that is cut by columns, layer by layer: all threads work on one tile of rows, and so on the
 * caller's scratch matrix.
 */
final class ColumnWork implements SharedCall.Work {

  private final Execution execution;
  private final ColumnDivision division;
  private final float[] scratch;
  private final float[] x;
  private final int xOffset;
  private final float[] y;
  private final int yOffset;

  /**
   * Begins.
   *
   * @param pass the caller's
   */
  ColumnWork(
      Execution execution,
      ColumnDivision division,
      Pass pass,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset) {
    this.execution = execution;
    this.division = division;
    pass.reserveScratch(division.tileRows());
    this.scratch = pass.scratch();
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
  }

  @Override
  public void run(Pass pass, Turn turn) {
    pass.reserveKernels(division.tileRows());
    float[] own = pass.scratch();
    pass.beginColumns(scratch, new ColumnTurn(turn, division.cutting()));
    try {
      int first = 0;
      while (first < division.rows() && turn.hasUnit()) {
        int count = Math.min(division.tileRows(), division.rows() - first);
        execution.layers(pass, x, xOffset, first, count, y, yOffset);
        first += count;
      }
    } finally {
      pass.endColumns(own);
      pass.clear();
    }
  }
}
