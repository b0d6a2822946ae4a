package dev.lamina.backends.blas;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Scratch memory off the heap, which calls claim by compare-and-set and give back: no lock, so that a
 * call never waits.
 *
 * @param <S> the memory of one call
 */
final class ScratchPool<S extends ScratchPool.Scratch> {

  /** Two cache lines of ints: neighbouring flags are not fought over by two processors. */
  private static final int SPACING = 32;

  private final int size;
  private final IntFunction<S> maker;
  private final AtomicIntegerArray claimed;

  /** Made at their first use; an element is touched only by the call that holds its flag. */
  private final @Nullable Object[] scratch;

  /**
   * Makes an empty pool, with twice as many places as there are processors.
   *
   * @param maker makes scratch memory for a place
   */
  ScratchPool(IntFunction<S> maker) {
    size = 2 * Runtime.getRuntime().availableProcessors();
    this.maker = maker;
    claimed = new AtomicIntegerArray(Math.multiplyExact(size, SPACING));
    scratch = new Object[size];
  }

  /** Scratch memory that is now the caller's, or null if all is in use. */
  @SuppressWarnings("unchecked") // what the maker made
  @Nullable
  S claim() {
    // Threads rarely meet there, and each gets the same memory again, which is still in its cache.
    int first = (int) (Thread.currentThread().getId() % size);
    for (int i = first; i < first + size; i++) {
      int place = i < size ? i : i - size;
      if (claimed.compareAndSet(place * SPACING, 0, 1)) {
        Object found = scratch[place];
        if (found == null) {
          found = maker.apply(place);
          scratch[place] = found;
        }
        return (S) found;
      }
    }
    return null;
  }

  void release(S used) {
    claimed.setRelease(used.place() * SPACING, 0);
  }

  /** Memory that has a place in the pool. */
  interface Scratch {
    int place();
  }
}
