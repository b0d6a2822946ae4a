package dev.lamina.execution;

/** One thread's part in a shared call: the unit that it works on, and then those it goes on to. */
final class Turn {

  private final Progress progress;
  private int unit;

  Turn(Progress progress) {
    this.progress = progress;
    this.unit = progress.units();
  }

  /** Takes a first unit, if there is one. */
  void begin() {
    unit = progress.take();
    if (hasUnit() && progress.hasFailed()) {
      next();
    }
  }

  /** Whether the thread has a unit to work on. */
  boolean hasUnit() {
    return unit < progress.units();
  }

  /** The unit to work on, if there is one. */
  int unit() {
    return unit;
  }

  /** Goes on to the next unit. If the call has failed, all that are left are done with. */
  void next() {
    do {
      progress.finish();
      unit = progress.take();
    } while (hasUnit() && progress.hasFailed());
  }

  /** Waits until all units before one are done, of which the thread's own is none. */
  void awaitAllBefore(int first) {
    progress.await(first);
  }

  /** Ends the whole call, since the thread cannot go on. */
  void fail(Throwable problem) {
    progress.fail(problem);
    if (hasUnit()) {
      next();
    }
  }
}
