package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Counts what a platform thread allocates. */
final class AllocatedBytes {

  private static final int CALLS = 500;

  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(5);

  private AllocatedBytes() {}

  /**
   * Repeats a call until {@value #CALLS} calls in a row allocate nothing: the first ones may load
   * classes, and objects that do not escape vanish only in compiled code. Fails if that does not
   * happen in the time of a generous warm-up.
   */
  static void assertNonePerCall(String subject, Runnable call) {
    ThreadMXBean threads = counter();
    long end = System.nanoTime() + WARM_UP_NANOS;
    long bytes;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    } while (bytes > 0 && System.nanoTime() < end);
    if (bytes > 0) {
      fail(String.format(
          Locale.ROOT,
          "%s: %.1f bytes are allocated per call after %d s of warm-up, expected 0",
          subject,
          (double) bytes / CALLS,
          TimeUnit.NANOSECONDS.toSeconds(WARM_UP_NANOS)));
    }
  }

  private static ThreadMXBean counter() {
    boolean counts = ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        && threads.isThreadAllocatedMemorySupported()
        && threads.isThreadAllocatedMemoryEnabled()
        && threads.getCurrentThreadAllocatedBytes() >= 0;
    assumeTrue(counts, "this Java virtual machine or thread does not count allocated bytes");
    return (ThreadMXBean) ManagementFactory.getThreadMXBean();
  }
}
