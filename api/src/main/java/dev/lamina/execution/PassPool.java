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

  /** One less than the power of two that is next to the size. */
  private final int mask;

  private final AtomicIntegerArray claimed;

  /** Made at their first use; an element is touched only by the call that holds its flag. */
  private final @Nullable Pass[] passes;

  private final LongAdder extra = new LongAdder();

  PassPool(Execution owner, int size) {
    this.owner = owner;
    this.size = size;
    this.mask = size == 1 ? 0 : (Integer.highestOneBit(size - 1) << 1) - 1;
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
    int first = firstPlace();
    return claimed.compareAndSet(first * SPACING, 0, 1) ? pass(first) : claimAfter(first);
  }

  /**
   * Where a thread begins its search: threads rarely meet there, and each gets the same pass again,
   * which is still in its processor's cache. A remainder would take longer than all else here.
   */
  private int firstPlace() {
    int place = (int) Thread.currentThread().getId() & mask;
    return place < size ? place : place - size;
  }

  private Pass claimAfter(int first) {
    for (int i = first + 1; i < first + size; i++) {
      int place = i < size ? i : i - size;
      if (claimed.compareAndSet(place * SPACING, 0, 1)) {
        return pass(place);
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
