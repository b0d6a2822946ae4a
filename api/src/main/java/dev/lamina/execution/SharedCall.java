package dev.lamina.execution;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A call that several threads work on. The caller asks an executor for helpers and then works itself,
 * until no unit is left; it never waits for a helper to start. A helper that comes too late finds
 * nothing to do. So the call ends whatever the executor does: runs tasks at once, later, never, on the
 * caller's own thread, or refuses them.
 */
final class SharedCall implements Runnable {

  /** What there is to do, in units. */
  interface Work {

    /**
     * Works on units until none is left. The turn has a unit at the beginning and none at the end.
     *
     * @param pass the thread's own scratch memory
     * @param turn says which units
     */
    void run(Pass pass, Turn turn);
  }

  private final Progress progress;
  private final PassPool passes;

  /** Forgotten with the end of the call: an executor may keep its tasks for a long time. */
  private @Nullable Work work;

  SharedCall(Work work, int units, PassPool passes) {
    this.work = work;
    this.passes = passes;
    this.progress = new Progress(units);
  }

  /**
   * Runs the call to its end. Nobody works on it any more when this returns or throws.
   *
   * @param pass the caller's scratch memory
   * @param executor who runs the helpers
   * @param helpers how many to ask for at most
   */
  void run(Pass pass, Executor executor, int helpers) {
    Turn turn = new Turn(progress);
    try {
      invite(executor, helpers);
    } catch (Throwable e) {
      progress.fail(e);
    }
    turn.begin();
    work(pass, turn);
    progress.await(progress.units());
    work = null;
    Throwable failure = progress.failure();
    if (failure != null) {
      SharedCall.<RuntimeException>rethrow(failure);
    }
  }

  private void invite(Executor executor, int helpers) {
    try {
      for (int i = 0; i < helpers && !progress.isAllTaken(); i++) {
        executor.execute(this);
      }
    } catch (RejectedExecutionException e) {
      // It has no thread to spare, so fewer threads do the work.
    }
  }

  /** A helper's part. */
  @Override
  public void run() {
    Turn turn = new Turn(progress);
    turn.begin();
    // Without a unit the call may have ended, and nothing of it may be touched.
    if (turn.hasUnit()) {
      try {
        Pass pass = passes.claim();
        try {
          work(pass, turn);
        } finally {
          passes.release(pass);
        }
      } catch (Throwable e) {
        turn.fail(e);
      }
    }
  }

  private void work(Pass pass, Turn turn) {
    Work toDo = work;
    if (toDo != null && turn.hasUnit()) {
      try {
        toDo.run(pass, turn);
      } catch (Throwable e) {
        turn.fail(e);
      }
    }
  }

  /** Whatever a kernel throws reaches the caller as it is. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void rethrow(Throwable failure) throws E {
    throw (E) failure;
  }
}
