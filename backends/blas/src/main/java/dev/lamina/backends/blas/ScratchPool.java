package dev.lamina.backends.blas;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Scratch memory off the heap, which calls claim by compare-and-set and give back: no lock, so that a
 * call never waits. One that finds all of it taken makes some for itself and frees it.
 */
final class ScratchPool {

  /** Two cache lines of ints: neighbouring flags are not fought over by two processors. */
  private static final int SPACING = 32;

  private final int size;
  private final AtomicIntegerArray claimed;

  /** Made at their first use; an element is touched only by the call that holds its flag. */
  private final @Nullable NativeScratch[] scratch;

  ScratchPool(int size) {
    this.size = size;
    claimed = new AtomicIntegerArray(Math.multiplyExact(size, SPACING));
    scratch = new NativeScratch[size];
  }

  NativeScratch claim() {
    // Threads rarely meet there, and each gets the same memory again, which is still in its cache.
    int first = (int) (Thread.currentThread().getId() % size);
    for (int i = first; i < first + size; i++) {
      int place = i < size ? i : i - size;
      if (claimed.compareAndSet(place * SPACING, 0, 1)) {
        NativeScratch found = scratch[place];
        if (found == null) {
          found = new NativeScratch(place);
          scratch[place] = found;
        }
        return found;
      }
    }
    return new NativeScratch(NativeScratch.NO_PLACE);
  }

  void release(NativeScratch used) {
    if (used.place() == NativeScratch.NO_PLACE) {
      used.free();
    } else {
      claimed.setRelease(used.place() * SPACING, 0);
    }
  }
}
