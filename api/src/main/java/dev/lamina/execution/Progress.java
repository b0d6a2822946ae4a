package dev.lamina.execution;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How far a shared call is. Its work is a sequence of units; threads take them in order and say when
 * one is done.
 *
 * <p>A thread waits only for units that come before one that it has taken itself, or, when none is
 * left to take, for all. All of these have been taken, so somebody is at work on them; and whoever
 * holds the earliest unit that is not done waits for nothing. So there is no deadlock, whatever the
 * threads are.
 */
final class Progress {

  /**
   * How long a thread stays awake while it waits: several times as long as it takes to be woken up.
   * It does not yield its processor: on a busy machine that would be away for longer than the wait.
   */
  private static final long SPIN_NANOS = 50_000;

  private static final int SPINS = 64;

  private final int units;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<@Nullable Waiter> waiters = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  Progress(int units) {
    this.units = units;
  }

  int units() {
    return units;
  }

  boolean isAllTaken() {
    return taken.get() >= units;
  }

  /** The next unit, now the thread's own; the number of units or more if none is left. */
  int take() {
    return taken.getAndIncrement();
  }

  /** Says that a unit which the thread took is done, and wakes who waits for just that. */
  void finish() {
    int count = done.incrementAndGet();
    for (Waiter waiter = waiters.get(); waiter != null; waiter = waiter.next) {
      if (waiter.count == count) {
        LockSupport.unpark(waiter.thread);
      }
    }
  }

  /** Remembers why the call fails, unless it has failed already. */
  void fail(Throwable problem) {
    failure.compareAndSet(null, problem);
  }

  boolean hasFailed() {
    return failure.get() != null;
  }

  @Nullable
  Throwable failure() {
    return failure.get();
  }

  /**
   * Waits until so many units are done; what was written in them is then visible to the thread. An
   * interrupt does not end the wait and is not lost.
   */
  void await(int count) {
    if (done.get() >= count) {
      return;
    }
    long begin = System.nanoTime();
    do {
      for (int i = 0; i < SPINS; i++) {
        Thread.onSpinWait();
        if (done.get() >= count) {
          return;
        }
      }
    } while (System.nanoTime() - begin < SPIN_NANOS);
    sleepUntil(count);
  }

  private void sleepUntil(int count) {
    Thread thread = Thread.currentThread();
    waiters.updateAndGet(next -> new Waiter(thread, count, next));
    boolean interrupted = false;
    // Whoever does the last unit either sees the waiter or is seen here.
    while (done.get() < count) {
      LockSupport.park(this);
      // A thread that is interrupted would not sleep again.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      thread.interrupt();
    }
  }

  /** A thread that sleeps until so many units are done. */
  private static final class Waiter {

    private final Thread thread;
    private final int count;
    private final @Nullable Waiter next;

    Waiter(Thread thread, int count, @Nullable Waiter next) {
      this.thread = thread;
      this.count = count;
      this.next = next;
    }
  }
}
