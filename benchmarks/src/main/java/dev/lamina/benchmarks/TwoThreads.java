package dev.lamina.benchmarks;

import dev.lamina.Options;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A second thread next to the one that measures. */
final class TwoThreads {

  private final ExecutorService second = secondThread();

  /** The options of a network that shares its work between the caller and one thread more. */
  static Options options() {
    return Options.defaults().withExecutor(secondThread(), 2);
  }

  private static ExecutorService secondThread() {
    return Executors.newSingleThreadExecutor(task -> {
      Thread thread = new Thread(task, "second");
      thread.setDaemon(true);
      return thread;
    });
  }

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
