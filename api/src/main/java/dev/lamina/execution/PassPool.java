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

  /** A pass that is now the caller's; if all are in use, one that nobody will use again. */
  Pass claim() {
    // Threads start their search in different places so that they rarely meet.
    int first = (int) (Thread.currentThread().getId() % size);
    for (int i = first; i < size; i++) {
      if (claimed.compareAndSet(i * SPACING, 0, 1)) {
        return pass(i);
      }
    }
    for (int i = 0; i < first; i++) {
      if (claimed.compareAndSet(i * SPACING, 0, 1)) {
        return pass(i);
      }
    }
    extra.increment();
    return new Pass(owner, Pass.NO_PLACE);
  }

  private Pass pass(int index) {
    Pass pass = passes[index];
    if (pass == null) {
      pass = new Pass(owner, index);
      passes[index] = pass;
    }
    return pass;
  }

  void release(Pass pass) {
    if (pass.poolIndex() != Pass.NO_PLACE) {
      claimed.setRelease(pass.poolIndex() * SPACING, 0);
    }
  }
}
