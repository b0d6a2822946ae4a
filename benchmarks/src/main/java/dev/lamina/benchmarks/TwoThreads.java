package dev.lamina.benchmarks;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A second thread next to the one that measures. */
final class TwoThreads {

  private final ExecutorService second = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "second");
    thread.setDaemon(true);
    return thread;
  });

  /** Runs a task on both threads at once. */
  void run(Runnable task) {
    Future<?> other = second.submit(task);
    task.run();
    try {
      other.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
