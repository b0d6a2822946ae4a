package dev.lamina.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;

/** Executors that programs have, and some that they should not have. */
enum ExecutorKind {
  ONE_THREAD {
    @Override
    Running start() {
      return running(Executors.newFixedThreadPool(1));
    }
  },
  THREE_THREADS {
    @Override
    Running start() {
      return running(Executors.newFixedThreadPool(3));
    }
  },
  FORK_JOIN {
    @Override
    Running start() {
      return running(new ForkJoinPool(2));
    }
  },
  THREAD_PER_TASK {
    @Override
    Running start() {
      return running(Executors.newCachedThreadPool());
    }
  },
  VIRTUAL_THREADS {
    @Override
    boolean isHere() {
      return Runtime.version().feature() >= 21;
    }

    @Override
    Running start() {
      try {
        return running((ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  },
  ALL_THREADS_BUSY {
    @Override
    Running start() {
      CountDownLatch end = new CountDownLatch(1);
      ExecutorService pool = Executors.newFixedThreadPool(2);
      for (int i = 0; i < 2; i++) {
        pool.execute(() -> awaitUninterruptibly(end));
      }
      return new Running(pool, () -> {
        end.countDown();
        pool.shutdown();
      });
    }
  },
  CALLERS_THREAD {
    @Override
    Running start() {
      return new Running(Runnable::run, () -> {});
    }
  },
  NEVER {
    @Override
    Running start() {
      return new Running(task -> {}, () -> {});
    }
  },
  REFUSES {
    @Override
    Running start() {
      return new Running(
          task -> {
            throw new RejectedExecutionException("none is free");
          },
          () -> {});
    }
  },
  REFUSES_THE_SECOND {
    @Override
    Running start() {
      ExecutorService pool = Executors.newFixedThreadPool(1);
      boolean[] first = {true};
      return new Running(
          task -> {
            synchronized (first) {
              first[0] = !first[0];
              if (first[0]) {
                throw new RejectedExecutionException("none is free");
              }
            }
            pool.execute(task);
          },
          pool::shutdown);
    }
  };

  /** Whether this Java has it. */
  boolean isHere() {
    return true;
  }

  abstract Running start();

  /** All that this Java has. */
  static List<ExecutorKind> here() {
    List<ExecutorKind> kinds = new ArrayList<>(Arrays.asList(values()));
    kinds.removeIf(kind -> !kind.isHere());
    return kinds;
  }

  private static Running running(ExecutorService service) {
    return new Running(service, service::shutdown);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An executor, until it is closed. */
  record Running(Executor executor, Runnable end) implements AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }
}
