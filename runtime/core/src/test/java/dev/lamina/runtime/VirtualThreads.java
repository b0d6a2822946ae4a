package dev.lamina.runtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Virtual threads, which Java 17, for which the tests are compiled, does not have yet. */
final class VirtualThreads {

  private VirtualThreads() {}

  /** An executor that starts a virtual thread for each task. Java 21 or later. */
  static ExecutorService executor() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
