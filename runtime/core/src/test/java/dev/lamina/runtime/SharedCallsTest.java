package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.multibindings.OptionalBinder;
import com.sun.management.ThreadMXBean;
import dev.lamina.Network;
import dev.lamina.Options;
import dev.lamina.runtime.models.Large;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that an executor helps with, on a real backend and with sharing as it is in a program. */
@Timeout(60)
class SharedCallsTest {

  private static final long SEED = 20_250_102;

  private CapturedLog log;

  @BeforeEach
  void capture() {
    log = new CapturedLog();
  }

  @AfterEach
  void release() {
    log.close();
  }

  private static NetworkBuilder<Large> builder() {
    return Lamina.builder(Large.class).backend("java").weights(TrackedWeights.random(SEED));
  }

  private static float[] examples(int rows) {
    SplittableRandom random = new SplittableRandom(SEED + rows);
    float[] x = new float[rows * 512];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-2, 2);
    }
    return x;
  }

  private static float[] forward(Network network, float[] x) {
    int rows = x.length / 512;
    float[] y = new float[rows * 256];
    network.forward(x, rows, y);
    return y;
  }

  /** One row and four are cut by columns, the others by rows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 30, 64, 150})
  void sharedResultsAreTheSameToTheBit(int rows) {
    AtomicInteger tasks = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    Large network = builder()
        .executor(
            task -> {
              tasks.incrementAndGet();
              pool.execute(task);
            },
            3)
        .build();
    float[] x = examples(rows);
    float[] expected = forward(builder().build(), x);
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(expected, forward(network, x), () -> rows + " rows, seed " + SEED);
    }
    pool.shutdown();
    assertTrue(tasks.get() > 0, "no call was shared");
  }

  @Test
  void requestsThatAreServedByThePoolThatHelpsThemEnd() throws Exception {
    for (ExecutorService pool : List.of(Executors.newFixedThreadPool(1), new ForkJoinPool(2))) {
      checkRequestsOn(pool);
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void requestsAndHelpersMayBeVirtualThreads() throws Exception {
    checkRequestsOn(VirtualThreads.executor());
  }

  private static void checkRequestsOn(ExecutorService pool) throws Exception {
    Large network = builder().executor(pool, 4).build();
    Large alone = builder().build();
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        float[] x = examples(1 + i % 20);
        float[] expected = forward(alone, x);
        results.add(pool.submit(() -> assertArrayEquals(expected, forward(network, x))));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void anInjectorsOptionsMayHaveAnExecutor() {
    AtomicInteger tasks = new AtomicInteger();
    Executor executor = task -> tasks.incrementAndGet();
    Large network = Guice.createInjector(
            LaminaModule.of(Large.class, TrackedWeights.random(SEED)), new AbstractModule() {
              @Override
              protected void configure() {
                OptionalBinder.newOptionalBinder(binder(), Options.class)
                    .setBinding()
                    .toInstance(Options.defaults().withExecutor(executor, 2));
              }
            })
        .getInstance(Large.class);
    forward(network, examples(64));
    assertTrue(tasks.get() > 0, "no call was shared");
  }

  /** What the caller and a helper allocate together, the executor's own objects included. */
  @ParameterizedTest
  @ValueSource(ints = {1, 64})
  void aSharedCallAllocatesAFewHundredBytes(int rows) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    AtomicReference<Thread> helper = new AtomicReference<>();
    ExecutorService pool = Executors.newFixedThreadPool(1, task -> {
      helper.set(new Thread(task));
      return helper.get();
    });
    Large network = builder().executor(pool, 2).build();
    float[] x = examples(rows);
    float[] y = new float[rows * 256];
    long least = Long.MAX_VALUE;
    int calls = 500;
    for (int attempt = 0; attempt < 6; attempt++) {
      // The first attempts are a warm-up: scratch memory grows, and code is compiled.
      pool.submit(() -> {}).get();
      long[] ids = {Thread.currentThread().getId(), helper.get().getId()};
      long before = sum(threads.getThreadAllocatedBytes(ids));
      for (int i = 0; i < calls; i++) {
        network.forward(x, rows, y);
      }
      least = Math.min(least, sum(threads.getThreadAllocatedBytes(ids)) - before);
    }
    pool.shutdown();
    long bytes = least / calls;
    assertTrue(bytes > 0, "no call was shared");
    assertTrue(bytes < 600, () -> bytes + " bytes a call");
  }

  private static long sum(long... bytes) {
    long sum = 0;
    for (long value : bytes) {
      sum += value;
    }
    return sum;
  }
}
