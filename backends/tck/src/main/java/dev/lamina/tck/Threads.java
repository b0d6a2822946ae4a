package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/** Runs a task in several threads that start together, and passes on the first failure. */
final class Threads {

  private static final int TIMEOUT_SECONDS = 60;

  private Threads() {}

  /** Runs the task, which gets the number of its thread, in so many platform threads. */
  static void runTogether(int count, IntConsumer task) {
    runTogether(Executors.newFixedThreadPool(count), count, task);
  }

  /** Runs the task count times in threads of the executor, which is then shut down. */
  static void runTogether(ExecutorService executor, int count, IntConsumer task) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> results = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        int number = i;
        results.add(executor.submit(() -> {
          start.await();
          task.accept(number);
          return null;
        }));
      }
      start.countDown();
      for (Future<?> result : results) {
        result.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failure) {
        throw failure;
      }
      fail("a thread failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      fail("threads did not end within " + TIMEOUT_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }

  /** Repeats for long enough that even on a single processor the threads interrupt each other. */
  static void repeat(Runnable call) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(150);
    for (int i = 0; i < 50 || System.nanoTime() < end; i++) {
      call.run();
    }
  }

  /** An executor that starts a virtual thread for each task, from Java 21 on. */
  static Optional<ExecutorService> virtual() {
    try {
      // By reflection: this class also loads on Java 17.
      return Optional.of((ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return Optional.empty();
    }
  }
}
