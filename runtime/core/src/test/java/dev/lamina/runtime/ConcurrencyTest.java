package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Network;
import dev.lamina.Options;
import dev.lamina.runtime.models.Classifier;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One network serves any number of threads, and each gets to the bit what it would get alone. */
class ConcurrencyTest {

  private static final long SEED = 20_250_101;
  private static final int BATCHES = 40;
  private static final int MAX_ROWS = 9;

  private CapturedLog log;

  @BeforeEach
  void capture() {
    log = new CapturedLog();
  }

  @AfterEach
  void release() {
    log.close();
  }

  /** A minibatch and the result that a lone thread got for it. */
  private static final class Batch {

    private final int rows;
    private final float[] x;
    private final float[] expected;

    Batch(Network network, SplittableRandom random) {
      rows = random.nextInt(1, MAX_ROWS + 1);
      x = new float[rows * network.inputSize()];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextDouble(-2, 2);
      }
      expected = new float[rows * network.outputSize()];
      network.forward(x, rows, expected);
    }

    void check(Network network) {
      float[] y = new float[expected.length];
      network.forward(x, rows, y);
      assertArrayEquals(expected, y, () -> rows + " rows, seed " + SEED);
    }
  }

  private static List<Batch> batches(Network network) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      batches.add(new Batch(network, random));
    }
    return batches;
  }

  private static Network load(int workspaces) {
    return (Network) Lamina.builder(Classifier.class)
        .backend("java")
        .weights(TrackedWeights.random(SEED))
        .options(Options.defaults().withTileRows(4).withWorkspaces(workspaces))
        .build();
  }

  /** With one workspace almost every call finds it in use, with 64 none does. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 64})
  void platformThreadsDoNotDisturbEachOther(int workspaces) throws Exception {
    Network network = load(workspaces);
    List<Batch> batches = batches(network);
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int first = thread;
        results.add(executor.submit(() -> {
          for (int i = 0; i < 2_000; i++) {
            batches.get((first + i) % BATCHES).check(network);
          }
        }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void tenThousandVirtualThreadsDoNotDisturbEachOtherAndShareAFewWorkspaces() throws Exception {
    Network network = load(Options.defaults().workspaces());
    List<Batch> batches = batches(network);
    ExecutorService executor = VirtualThreads.executor();
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        Batch batch = batches.get(i % BATCHES);
        results.add(executor.submit(() -> batch.check(network)));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } finally {
      executor.shutdown();
    }
    assertTrue(network.toString().contains("; 0 calls found none"), network::toString);
  }
}
