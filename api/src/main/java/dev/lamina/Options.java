package dev.lamina;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * How a network runs. {@link #defaults()} suits almost every program.
 *
 * @param tileRows the number of rows that go through the layers together; empty lets the backend
 *     choose. It changes speed and scratch memory, never a result.
 * @param workspaces how many calls can run at once without allocating scratch memory
 * @param executor whose threads help with large calls; empty leaves every call to its caller's thread.
 *     It changes speed, never a result.
 * @param parallelism how many threads may work on one call, the caller included; 1 without an executor
 */
public record Options(
    OptionalInt tileRows, int workspaces, Optional<Executor> executor, int parallelism) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is not positive, or parallelism is more than 1
   *     without an executor
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
    if (parallelism <= 0) {
      throw new IllegalArgumentException(
          ErrorCode.SIZE.text("parallelism must be positive, got %d", parallelism));
    }
    if (parallelism > 1 && executor.isEmpty()) {
      throw new IllegalArgumentException(ErrorCode.SIZE.text(
          "parallelism = %d needs an executor: Lamina starts no threads of its own", parallelism));
    }
  }

  /**
   * The backend's choice of tiles, twice as many workspaces as there are processors, and every call on
   * its caller's thread.
   *
   * @return the options of a network for which nothing was chosen
   */
  public static Options defaults() {
    return new Options(
        OptionalInt.empty(), 2 * Runtime.getRuntime().availableProcessors(), Optional.empty(), 1);
  }

  /**
   * These options with another number of rows in a tile.
   *
   * @param rows the number of rows, positive
   * @return the changed options
   * @throws IllegalArgumentException if rows is not positive
   */
  public Options withTileRows(int rows) {
    return new Options(OptionalInt.of(rows), workspaces, executor, parallelism);
  }

  /**
   * These options with another number of workspaces.
   *
   * @param count the number of calls that may run at once without allocating, positive
   * @return the changed options
   * @throws IllegalArgumentException if count is not positive
   */
  public Options withWorkspaces(int count) {
    return new Options(tileRows, count, executor, parallelism);
  }

  /**
   * These options with large calls shared by as many threads as there are processors.
   *
   * @param executor whose threads help, as {@link #withExecutor(Executor, int)} says
   * @return the changed options
   * @throws NullPointerException if the executor is null
   */
  public Options withExecutor(Executor executor) {
    return withExecutor(executor, Runtime.getRuntime().availableProcessors());
  }

  /**
   * These options with large calls shared by several threads.
   *
   * <p>The caller works too, and never waits for a task that the executor has not started: a pool that
   * is busy, or that the call itself runs on, makes a call no faster and does it no harm. The executor
   * remains the program's own: Lamina neither starts threads nor shuts it down.
   *
   * @param executor whose threads help
   * @param parallelism how many threads may work on one call, the caller included, positive
   * @return the changed options
   * @throws NullPointerException if the executor is null
   * @throws IllegalArgumentException if parallelism is not positive
   */
  public Options withExecutor(Executor executor, int parallelism) {
    if (executor == null) {
      throw new NullPointerException(ErrorCode.NULL.text("executor of Options is null"));
    }
    return new Options(tileRows, workspaces, Optional.of(executor), parallelism);
  }
}
