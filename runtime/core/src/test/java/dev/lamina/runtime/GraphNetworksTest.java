package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Workspace;
import dev.lamina.runtime.models.Graphs;
import dev.lamina.runtime.models.Graphs.Shop;
import dev.lamina.weights.WeightsSource;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks with residuals, concatenations, several inputs and several outputs keep all promises that
 * chains keep, on every backend.
 */
@Tag("all-backends")
@Timeout(120)
class GraphNetworksTest {

  private static final long SEED = 20_261_127;
  private static final List<Shop.Kind> KINDS =
      List.of(Shop.Kind.NEW, Shop.Kind.KNOWN, Shop.Kind.OLD);
  private static final long WARM_UP_NANOS = 10_000_000_000L;

  private static final int CALLS = 5_000;
  private static final int SMALLEST_OBJECT = 16;

  /** Rows of one tile, of several with a smaller last one, and more than any backend takes at once. */
  private static final int[] ROWS = {1, 2, 7, 67, 150};

  private CapturedLog log;

  @BeforeEach
  void keepTheLogOffTheConsole() {
    log = new CapturedLog();
  }

  @AfterEach
  void release() {
    log.close();
  }

  static Stream<String> backends() {
    return BackendDiscovery.candidates(List.of(GraphNetworksTest.class.getClassLoader())).stream()
        .map(BackendCandidate::name);
  }

  static Stream<Arguments> graphs() {
    return backends()
        .flatMap(backend -> Stream.of(Graphs.all())
            .map(graph -> Arguments.of(graph.getSimpleName(), graph, backend)));
  }

  private static NetworkSpec spec(Class<?> type) {
    return GeneratedNetwork.of(type, null).spec();
  }

  private static <T> T load(Class<T> type, String backend, Options options) {
    assumeUsable(backend);
    return Lamina.builder(type)
        .weights(WeightsSource.parameters(parameters(type)))
        .backend(backend)
        .options(options)
        .build();
  }

  private static Network network(Class<?> type, String backend, Options options) {
    return (Network) load(type, backend, options);
  }

  private static Parameters parameters(Class<?> type) {
    return Parameters.random(spec(type), SEED);
  }

  private static void assumeUsable(String name) {
    BackendCandidate candidate =
        BackendDiscovery.candidates(List.of(GraphNetworksTest.class.getClassLoader())).stream()
            .filter(other -> other.name().equals(name))
            .findFirst()
            .orElseThrow();
    assumeTrue(candidate.usable(), () -> String.join("; ", candidate.lines()));
  }

  private static float[] examples(Network network, int rows) {
    SplittableRandom random = new SplittableRandom(SEED + rows);
    float[] x = new float[rows * network.inputSize()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    return x;
  }

  private static float[] forward(Network network, float[] x) {
    int rows = x.length / network.inputSize();
    float[] y = new float[rows * network.outputSize()];
    network.forward(x, rows, y);
    return y;
  }

  private static float[] row(float[] matrix, int columns, int row) {
    return Arrays.copyOfRange(matrix, row * columns, (row + 1) * columns);
  }

  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("graphs")
  void aGraphComputesWhatItsFormulasSay(String name, Class<?> type, String backend) {
    Reference reference = new Reference(spec(type), parameters(type));
    for (int tileRows : new int[] {3, 64}) {
      Network network = network(type, backend, Options.defaults().withTileRows(tileRows));
      for (int rows : new int[] {1, 67}) {
        float[] x = examples(network, rows);
        float[] y = forward(network, x);
        for (int i = 0; i < rows; i++) {
          reference.assertComputes(row(x, network.inputSize(), i), row(y, network.outputSize(), i));
        }
      }
    }
  }

  /** BLAS libraries add in another order where a matrix has another size. */
  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("graphs")
  void aRowHasTheSameBitsWhateverIsComputedWithIt(String name, Class<?> type, String backend) {
    assumeTrue(!backend.equals("blas"), "blas does not promise it");
    Network network = network(type, backend, Options.defaults());
    Network tiled = network(type, backend, Options.defaults().withTileRows(5));
    for (int rows : ROWS) {
      float[] x = examples(network, rows);
      float[] y = forward(network, x);
      assertArrayEquals(y, forward(tiled, x), () -> rows + " rows in tiles of 5");
      for (int i = 0; i < rows; i++) {
        float[] alone = network.forward(row(x, network.inputSize(), i));
        assertArrayEquals(alone, row(y, network.outputSize(), i), "row " + i + " of " + rows);
      }
    }
  }

  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("graphs")
  void offsetsAreKeptAndNothingElseIsReadOrWritten(String name, Class<?> type, String backend) {
    Network network = network(type, backend, Options.defaults().withTileRows(4));
    Workspace workspace = network.newWorkspace();
    for (int rows : ROWS) {
      float[] x = examples(network, rows);
      float[] expected = forward(network, x);
      float[] within = new float[x.length + 12];
      Arrays.fill(within, Float.NaN);
      System.arraycopy(x, 0, within, 5, x.length);
      float[] input = within.clone();
      float[] y = new float[expected.length + 9];
      Arrays.fill(y, 0.125f);
      float[] whole = y.clone();
      System.arraycopy(expected, 0, whole, 3, expected.length);

      network.forward(within, 5, rows, y, 3, workspace);

      assertArrayEquals(whole, y, () -> rows + " rows");
      assertArrayEquals(input, within, "x was written");
    }
  }

  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("graphs")
  void aCallAllocatesNothing(String name, Class<?> type, String backend) {
    Network network = network(type, backend, Options.defaults().withTileRows(3));
    float[] x = examples(network, 7);
    float[] y = new float[7 * network.outputSize()];
    float[] x1 = row(x, network.inputSize(), 0);
    float[] y1 = new float[network.outputSize()];
    int calls = type == Graphs.Large.class ? CALLS / 10 : CALLS;
    assertAllocatesNothing(calls, () -> network.forward(x1, y1));
    assertAllocatesNothing(calls, () -> network.forward(x, 7, y));
  }

  /** In the end: until HotSpot has compiled everything, vectors are objects. */
  private static void assertAllocatesNothing(int calls, Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long most = (long) calls * SMALLEST_OBJECT / 10;
    long end = System.nanoTime() + WARM_UP_NANOS;
    long bytes;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      bytes = threads.getCurrentThreadAllocatedBytes() - before;
    } while (bytes >= most && System.nanoTime() < end);
    assertTrue(bytes < most, bytes + " bytes in " + calls + " calls after 10 s");
  }

  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("graphs")
  void threadsDoNotDisturbEachOther(String name, Class<?> type, String backend) throws Exception {
    Network network = network(type, backend, Options.defaults().withTileRows(4));
    List<float[]> inputs = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (int rows = 1; rows <= 9; rows++) {
      inputs.add(examples(network, rows));
      expected.add(forward(network, inputs.get(rows - 1)));
    }
    int calls = type == Graphs.Large.class ? 30 : 500;
    inThreads(8, thread -> {
      for (int i = 0; i < calls; i++) {
        int one = (thread + i) % inputs.size();
        assertArrayEquals(expected.get(one), forward(network, inputs.get(one)));
      }
    });
  }

  private interface Work {
    void run(int thread);
  }

  private static void inThreads(int threads, Work work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        results.add(executor.submit(() -> work.run(thread)));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      executor.shutdown();
    }
  }

  /** One row and four are cut by columns, the others by rows. */
  @ParameterizedTest
  @MethodSource("backends")
  void anExecutorHelpsWithAGraph(String backend) {
    AtomicInteger tasks = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Options shared = Options.defaults()
          .withExecutor(
              task -> {
                tasks.incrementAndGet();
                pool.execute(task);
              },
              3);
      Network network = network(Graphs.Large.class, backend, shared);
      Network alone = network(Graphs.Large.class, backend, Options.defaults());
      Reference reference = new Reference(network.spec(), parameters(Graphs.Large.class));
      for (int rows : new int[] {1, 4, 30, 150}) {
        float[] x = examples(network, rows);
        float[] expected = forward(alone, x);
        int before = tasks.get();
        for (int i = 0; i < 20; i++) {
          float[] y = forward(network, x);
          if (!backend.equals("blas")) {
            assertArrayEquals(expected, y, () -> rows + " rows, seed " + SEED);
          }
          reference.assertComputes(
              row(x, network.inputSize(), rows - 1), row(y, network.outputSize(), rows - 1));
        }
        assertTrue(tasks.get() > before, () -> "calls of " + rows + " rows were not shared");
      }
    } finally {
      pool.shutdown();
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void methodsTakeTheInputsAndReturnTheOutputsByTheirNames(String backend) {
    Shop shop = load(Shop.class, backend, Options.defaults().withTileRows(4));
    Network network = (Network) shop;
    List<Shop.Visit> visits = new ArrayList<>();
    List<Shop.Guess> guesses = new ArrayList<>();
    float[] x = examples(network, 11);
    for (int i = 0; i < 11; i++) {
      float[] both = row(x, 16, i);
      float[] user = Arrays.copyOfRange(both, 0, 5);
      float[] item = Arrays.copyOfRange(both, 5, 16);
      float[] y = network.forward(both);
      float[] kinds = Arrays.copyOfRange(y, 1, 4);
      Shop.Kind kind = KINDS.get(indexOfLargest(kinds));

      assertEquals(new Shop.Guess(y[0], kind), shop.guess(user, item));
      assertEquals(new Shop.Answer(y[0] >= 0.5f, kind), shop.answer(new Shop.Visit(user, item)));
      Shop.Numbers numbers = shop.numbers(user, item);
      assertArrayEquals(new float[] {y[0]}, numbers.click());
      assertArrayEquals(kinds, numbers.kind());
      visits.add(new Shop.Visit(user, item));
      guesses.add(shop.guess(user, item));
    }

    List<Shop.Guess> all = shop.guessAll(visits);

    for (int i = 0; i < all.size(); i++) {
      assertEquals(guesses.get(i).kind(), all.get(i).kind());
      assertEquals(guesses.get(i).click(), all.get(i).click(), 1e-6f);
    }
  }

  private static int indexOfLargest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }
}
