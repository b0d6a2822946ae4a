package dev.lamina.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.LayerSpec;
import dev.lamina.Options;
import dev.lamina.Workspace;
import dev.lamina.execution.ExecutorKind.Running;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that are shared give what unshared ones give, whoever helps. */
@Timeout(60)
class SharedExecutionTest {

  private static final long SEED = 43;

  /** Sharing that pays for any work, with threads that need not meet. */
  private static final Sharing.Costs ROWS = new Sharing.Costs(0, 1 << 20, 1);

  /** Sharing that pays for any work, with threads that meet for nothing. */
  private static final Sharing.Costs COLUMNS = new Sharing.Costs(0, 0, 1);

  static List<ExecutorKind> executors() {
    return ExecutorKind.here();
  }

  private static Options shared(Executor executor, int parallelism, int tileRows) {
    return Options.defaults().withTileRows(tileRows).withExecutor(executor, parallelism);
  }

  private static void assertSameBits(float[] expected, float[] found, String call) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(found[i])) {
        throw new AssertionError(call + ": element " + i + " of " + expected.length + " is "
            + found[i] + ", alone it is " + expected[i]);
      }
    }
  }

  /** A network, an unshared result, and shared ones that must not differ from it. */
  private static void compare(Executor executor, SplittableRandom random) {
    ChainNetwork network = ChainNetwork.random(random);
    int block = random.nextInt(1, 20);
    int uncut = random.nextInt(4);
    ToIntFunction<LayerSpec> columnBlock =
        layer -> layer.out() % 4 == uncut ? 0 : Math.min(block, layer.out());
    WorkspaceBackend backend = new WorkspaceBackend(random.nextInt(1, 40), columnBlock);
    int rows = random.nextInt(1, random.nextBoolean() ? 10 : 120);
    int parallelism = random.nextInt(2, 6);
    int tileRows = random.nextInt(1, 40);
    String call = rows + " rows, tiles of " + tileRows + ", parallelism " + parallelism
        + ", blocks of " + block + ", seed " + SEED + ", " + network;

    float[] x = network.examples(rows, random.nextLong());
    float[] expected = new float[rows * network.spec().outputSize()];
    network.prepare(backend, Options.defaults()).forward(x, rows, expected);
    for (Sharing.Costs costs : List.of(ROWS, COLUMNS)) {
      Execution execution =
          network.prepare(backend, shared(executor, parallelism, tileRows), costs);
      Workspace workspace = execution.newWorkspace();
      for (int i = 0; i < 3; i++) {
        float[] found = new float[expected.length];
        if (i == 1) {
          execution.forward(x, 0, rows, found, 0, workspace);
        } else {
          execution.forward(x, rows, found);
        }
        assertSameBits(expected, found, costs + ", " + call);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("executors")
  void everyExecutorGivesTheSameBits(ExecutorKind kind) {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Running running = kind.start()) {
      for (int i = 0; i < 60; i++) {
        compare(running.executor(), random);
      }
    }
  }

  /** As a program does whose requests and whose calls are served by one pool. */
  @ParameterizedTest
  @MethodSource("executors")
  void aCallFromATaskOfTheSameExecutorEnds(ExecutorKind kind) throws Exception {
    if (kind == ExecutorKind.NEVER
        || kind == ExecutorKind.REFUSES
        || kind == ExecutorKind.REFUSES_THE_SECOND
        || kind == ExecutorKind.ALL_THREADS_BUSY) {
      return;
    }
    try (Running running = kind.start()) {
      List<Future<?>> results = new ArrayList<>();
      for (int task = 0; task < 8; task++) {
        long seed = SEED + task;
        FutureTask<Void> result = new FutureTask<>(
            () -> {
              SplittableRandom random = new SplittableRandom(seed);
              for (int i = 0; i < 20; i++) {
                compare(running.executor(), random);
              }
            },
            null);
        results.add(result);
        running.executor().execute(result);
      }
      for (Future<?> result : results) {
        result.get();
      }
    }
  }

  @Test
  void manyCallersShareOnePool() throws Exception {
    int callers = 8;
    ExecutorService helpers = Executors.newFixedThreadPool(3);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    ChainNetwork network = new ChainNetwork(20, 40, 30, 3);
    WorkspaceBackend backend = new WorkspaceBackend(8, layer -> 4);
    Execution alone = network.prepare(backend, Options.defaults());
    List<Execution> executions = List.of(
        network.prepare(backend, shared(helpers, 4, 8), ROWS),
        network.prepare(backend, shared(helpers, 4, 8), COLUMNS));
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int rows = 1 + 5 * caller;
        float[] x = network.examples(rows, SEED + caller);
        float[] expected = new float[rows * 3];
        alone.forward(x, rows, expected);
        results.add(threads.submit(() -> {
          float[] y = new float[rows * 3];
          for (int i = 0; i < 1_000; i++) {
            Arrays.fill(y, Float.NaN);
            executions.get(i % 2).forward(x, rows, y);
            assertSameBits(expected, y, rows + " rows, seed " + SEED);
          }
        }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      threads.shutdown();
      helpers.shutdown();
    }
  }

  @Test
  void theExamplesOfAListAreReadByTheCallerAndComputedByAll() {
    ChainNetwork network = new ChainNetwork(3, 40, 2);
    WorkspaceBackend backend = new WorkspaceBackend(4, layer -> 8);
    float[] x = network.examples(100, SEED);
    float[] expected = new float[200];
    network.prepare(backend, Options.defaults()).forward(x, 100, expected);
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < 100; row++) {
      rows.add(row);
    }
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Set<Thread> readers = ConcurrentHashMap.newKeySet();
      float[] found = new float[200];
      network
          .prepare(backend, shared(pool, 3, 4), ROWS)
          .runAll(
              rows,
              (row, into, offset) -> {
                readers.add(Thread.currentThread());
                System.arraycopy(x, row * 3, into, offset, 3);
              },
              found,
              (y, offset, into, row) -> System.arraycopy(y, offset, into, row * 2, 2));
      assertSameBits(expected, found, "100 rows");
      assertEquals(Set.of(Thread.currentThread()), readers);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void aPoolDoesHelp() throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    ChainNetwork network = new ChainNetwork(1, 1);
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    WaitingKernels kernels = new WaitingKernels(() -> {
      workers.add(Thread.currentThread());
      waitFor(() -> workers.size() == 2);
    });
    network.prepare(kernels, shared(pool, 2, 1), ROWS).forward(new float[9], 9, new float[9]);
    pool.shutdown();
    assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
    assertEquals(2, workers.size());
    assertTrue(workers.contains(Thread.currentThread()));
  }

  private static void waitFor(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void helpersHaveWorkspacesBesidesThoseOfTheCallers() {
    Execution execution = new ChainNetwork(1, 1)
        .prepare(
            new WorkspaceBackend(4, layer -> 1),
            Options.defaults().withWorkspaces(3).withExecutor(Runnable::run, 4));
    int workspaces = 3 + Math.min(3, Runtime.getRuntime().availableProcessors());
    String end = "of " + workspaces + " workspaces free; up to 4 threads share a call";
    assertTrue(execution.toString().endsWith(end), execution::toString);
  }

  @Test
  void anyParallelismTakesOnlyTheMemoryThatTheProcessorsCanUse() {
    ChainNetwork network = new ChainNetwork(3, 4);
    int[] tasks = {0};
    Execution execution = network.prepare(
        new WorkspaceBackend(2, layer -> 1),
        Options.defaults().withExecutor(task -> tasks[0]++, Integer.MAX_VALUE),
        ROWS);
    float[] x = network.examples(10, SEED);
    float[] expected = new float[40];
    network
        .prepare(new WorkspaceBackend(2, layer -> 1), Options.defaults())
        .forward(x, 10, expected);
    float[] found = new float[40];
    execution.forward(x, 10, found);
    assertSameBits(expected, found, "10 rows");
    // One for each row but the caller's.
    assertEquals(9, tasks[0]);
  }

  @Test
  void aParallelismOfOneSharesNothing() {
    Execution execution = new ChainNetwork(1, 1)
        .prepare(
            new WorkspaceBackend(1, layer -> 1),
            Options.defaults()
                .withExecutor(
                    task -> {
                      throw new AssertionError("nobody asked for help");
                    },
                    1),
            ROWS);
    execution.forward(new float[100], 100, new float[100]);
  }
}
