package dev.lamina.execution;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of passes that calls claim by compare-and-set and give back. There is no lock, so
 * that a call never waits, and no {@link ThreadLocal}, of which virtual threads would make millions.
 */
final class PassPool {

  /** Two cache lines of ints: neighbouring flags are not fought over by two processors. */
  private static final int SPACING = 32;

  private final Execution owner;
  private final int size;
  private final AtomicIntegerArray claimed;

  /** Made at their first use; an element is touched only by the call that holds its flag. */
  private final @Nullable Pass[] passes;

  private final LongAdder extra = new LongAdder();

  PassPool(Execution owner, int size) {
    this.owner = owner;
    this.size = size;
    this.claimed = new AtomicIntegerArray(Math.multiplyExact(size, SPACING));
    this.passes = new Pass[size];
  }

  int size() {
    return size;
  }

  /** How many calls found no free pass so far. */
  long extra() {
    return extra.sum();
  }

  /** The index of a pass that is now the caller's, or -1 if all are in use. */
  int claim() {
    // Threads start their search in different places so that they rarely meet.
    int first = (int) (Thread.currentThread().getId() % size);
    for (int i = first; i < size; i++) {
      if (claimed.compareAndSet(i * SPACING, 0, 1)) {
        return i;
      }
    }
    for (int i = 0; i < first; i++) {
      if (claimed.compareAndSet(i * SPACING, 0, 1)) {
        return i;
      }
    }
    extra.increment();
    return -1;
  }

  /** The pass of a claimed index; for -1 one that nobody else will use. */
  Pass pass(int index) {
    if (index < 0) {
      return new Pass(owner);
    }
    Pass pass = passes[index];
    if (pass == null) {
      pass = new Pass(owner);
      passes[index] = pass;
    }
    return pass;
  }

  void release(int index) {
    if (index >= 0) {
      claimed.setRelease(index * SPACING, 0);
    }
  }
}
