package dev.lamina;

import java.util.OptionalInt;

/**
 * How a network runs. {@link #defaults()} suits almost every program.
 *
 * @param tileRows the number of rows that go through the layers together; empty lets the backend
 *     choose. It changes speed and scratch memory, never a result.
 * @param workspaces how many calls can run at once without allocating scratch memory
 */
public record Options(OptionalInt tileRows, int workspaces) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is not positive
   */
  public Options {
    if (tileRows.isPresent() && tileRows.getAsInt() <= 0) {
      throw new IllegalArgumentException(
          ErrorCode.SIZE.text("tileRows must be positive, got %d", tileRows.getAsInt()));
    }
    if (workspaces <= 0) {
      throw new IllegalArgumentException(
          ErrorCode.SIZE.text("workspaces must be positive, got %d", workspaces));
    }
  }

  /**
   * The backend's choice of tiles, and twice as many workspaces as there are processors.
   *
   * @return the options of a network for which nothing was chosen
   */
  public static Options defaults() {
    return new Options(OptionalInt.empty(), 2 * Runtime.getRuntime().availableProcessors());
  }

  /**
   * These options with another number of rows in a tile.
   *
   * @param rows the number of rows, positive
   * @return the changed options
   * @throws IllegalArgumentException if rows is not positive
   */
  public Options withTileRows(int rows) {
    return new Options(OptionalInt.of(rows), workspaces);
  }

  /**
   * These options with another number of workspaces.
   *
   * @param count the number of calls that may run at once without allocating, positive
   * @return the changed options
   * @throws IllegalArgumentException if count is not positive
   */
  public Options withWorkspaces(int count) {
    return new Options(tileRows, count);
  }
}
