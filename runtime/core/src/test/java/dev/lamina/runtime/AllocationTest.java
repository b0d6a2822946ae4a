package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lamina.Network;
import dev.lamina.Options;
import dev.lamina.Workspace;
import dev.lamina.runtime.models.Classifier;
import dev.lamina.runtime.models.PreNorm;
import dev.lamina.runtime.models.Surrounded;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call allocates nothing once a network is warm.
 *
 * <p>The smallest object has 16 bytes. Counters are read around so many calls that one object a call
 * would be ten times the limit, and what a virtual machine allocates now and then for itself is far
 * below. The best of a few attempts counts: what a call allocates is there in every one.
 */
class AllocationTest {

  private static final int CALLS = 10_000;
  private static final int ATTEMPTS = 4;
  private static final int SMALLEST_OBJECT = 16;
  private static final long LIMIT = CALLS * SMALLEST_OBJECT / 10;
  private static final int ROWS = 7;
  private static final int VIRTUAL_THREADS = 4;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private CapturedLog log;
  private Network network;

  @BeforeEach
  void load() {
    log = new CapturedLog();
    network = (Network) Lamina.builder(Classifier.class)
        .backend("java")
        .weights(TrackedWeights.random(1))
        // Several tiles in a call, the last one smaller.
        .options(Options.defaults().withTileRows(3))
        .build();
  }

  @AfterEach
  void release() {
    log.close();
  }

  /** The forms of a call that return no new array. */
  enum Form {
    EXAMPLE {
      @Override
      void call(Network network, Buffers buffers) {
        network.forward(buffers.x1, buffers.y1);
      }
    },
    BATCH {
      @Override
      void call(Network network, Buffers buffers) {
        network.forward(buffers.x, ROWS, buffers.y);
      }
    },
    BATCH_WITH_WORKSPACE {
      @Override
      void call(Network network, Buffers buffers) {
        network.forward(buffers.x, 0, ROWS, buffers.y, 0, buffers.workspace);
      }
    };

    abstract void call(Network network, Buffers buffers);
  }

  /** What a caller brings. */
  private static final class Buffers {

    private final float[] x1;
    private final float[] y1;
    private final float[] x;
    private final float[] y;
    private final Workspace workspace;

    Buffers(Network network) {
      x1 = new float[network.inputSize()];
      y1 = new float[network.outputSize()];
      x = new float[ROWS * network.inputSize()];
      y = new float[ROWS * network.outputSize()];
      workspace = network.newWorkspace();
    }
  }

  private void call(Form form, Buffers buffers, int calls) {
    for (int i = 0; i < calls; i++) {
      form.call(network, buffers);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallOnAPlatformThreadAllocatesNothing(Form form) {
    Buffers buffers = new Buffers(network);
    call(form, buffers, CALLS);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      call(form, buffers, CALLS);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertAllocatesNothing(least);
  }

  @ParameterizedTest
  @EnumSource
  void aStepBehindAKernelAllocatesNothing(Form form) {
    network = (Network) Lamina.builder(Surrounded.class)
        .backend("java")
        .weights(TrackedWeights.random(1))
        .options(Options.defaults().withTileRows(3))
        .build();
    aCallOnAPlatformThreadAllocatesNothing(form);
  }

  @ParameterizedTest
  @EnumSource
  void aNormalisedInputAllocatesNothing(Form form) {
    network = (Network) Lamina.builder(PreNorm.class)
        .backend("java")
        .weights(TrackedWeights.random(1))
        .options(Options.defaults().withTileRows(3))
        .build();
    aCallOnAPlatformThreadAllocatesNothing(form);
  }

  /** The counter of the other tests does count. */
  @Test
  void theCallThatReturnsANewArrayAllocatesIt() {
    Buffers buffers = new Buffers(network);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      network.forward(buffers.x1);
    }
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(bytes >= CALLS * SMALLEST_OBJECT, () -> bytes + " bytes in " + CALLS + " calls");
  }

  /**
   * The counter of a virtual thread says nothing, so the bytes of all threads are counted, for N calls
   * and for 2·N: starting the threads costs the same in both.
   */
  @ParameterizedTest
  @EnumSource
  @EnabledForJreRange(min = JRE.JAVA_21)
  void aCallOnAVirtualThreadAllocatesNothing(Form form) throws Exception {
    allocatedByVirtualThreads(form, CALLS);
    long once = Long.MAX_VALUE;
    long twice = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS; i++) {
      once = Math.min(once, allocatedByVirtualThreads(form, CALLS));
      twice = Math.min(twice, allocatedByVirtualThreads(form, 2 * CALLS));
    }
    assertAllocatesNothing((twice - once) / VIRTUAL_THREADS);
  }

  private long allocatedByVirtualThreads(Form form, int calls) throws Exception {
    List<Buffers> all = new ArrayList<>();
    for (int i = 0; i < VIRTUAL_THREADS; i++) {
      Buffers own = new Buffers(network);
      // Scratch memory grows when it is first used.
      call(form, own, 1);
      all.add(own);
    }
    ExecutorService executor = VirtualThreads.executor();
    try {
      long before = totalAllocatedBytes();
      List<Future<?>> results = new ArrayList<>();
      for (Buffers own : all) {
        results.add(executor.submit(() -> call(form, own, calls)));
      }
      for (Future<?> result : results) {
        result.get();
      }
      return totalAllocatedBytes() - before;
    } finally {
      executor.shutdown();
    }
  }

  /**
   * All of them live at once, and share the workspaces that the processors need. What is counted is
   * the difference between few calls of each and many.
   */
  @ParameterizedTest
  @EnumSource(names = {"EXAMPLE", "BATCH"})
  @EnabledForJreRange(min = JRE.JAVA_21)
  void tenThousandVirtualThreadsAtOnceAllocateNothingPerCall(Form form) throws Exception {
    int calls = 100;
    call(form, new Buffers(network), CALLS);
    long few = Long.MAX_VALUE;
    long many = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS; i++) {
      few = Math.min(few, allocatedAtOnce(form, 1));
      many = Math.min(many, allocatedAtOnce(form, 1 + calls));
    }
    assertAllocatesNothing((many - few) / calls);
    assertTrue(network.toString().contains("; 0 calls found none"), network::toString);
  }

  private long allocatedAtOnce(Form form, int calls) throws Exception {
    Buffers[] all = new Buffers[CALLS];
    Arrays.setAll(all, i -> new Buffers(network));
    CountDownLatch started = new CountDownLatch(all.length);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(all.length);
    ExecutorService executor = VirtualThreads.executor();
    try {
      for (Buffers own : all) {
        executor.execute(() -> {
          started.countDown();
          awaitUninterruptibly(go);
          call(form, own, calls);
          ended.countDown();
        });
      }
      started.await();
      long before = totalAllocatedBytes();
      go.countDown();
      ended.await();
      return totalAllocatedBytes() - before;
    } finally {
      executor.shutdown();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long totalAllocatedBytes() throws ReflectiveOperationException {
    return (long) ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes").invoke(threads);
  }

  private static void assertAllocatesNothing(long bytes) {
    assertTrue(bytes < LIMIT, () -> bytes + " bytes in " + CALLS + " calls, the limit is " + LIMIT);
  }
}
