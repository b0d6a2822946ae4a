package dev.lamina.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Options;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class GraphExecutionTest {

  private static final long SEED = 20261127;

  private static final Sharing.Costs COLUMNS = new Sharing.Costs(0, 0, 1);
  private static final Sharing.Costs ROWS = new Sharing.Costs(0, 1 << 20, 1);

  /** Random graphs of a few narrow layers: no rounding that ε of a normalisation would make large. */
  private static final double TOLERANCE = 2e-4;

  @Test
  void randomGraphsComputeWhatTheirFormulasSay() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 300; i++) {
      GraphNetwork network = GraphNetwork.random(random);
      check(network, Options.defaults(), Sharing.Costs.MEASURED, random.nextInt(1, 20), i);
    }
  }

  @Test
  void threadsThatShareACallComputeTheSame() {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < 200; i++) {
        GraphNetwork network = GraphNetwork.random(random);
        Options shared =
            Options.defaults().withExecutor(threads, 3).withTileRows(random.nextInt(1, 9));
        check(network, shared, i % 2 == 0 ? COLUMNS : ROWS, random.nextInt(1, 30), i);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void check(
      GraphNetwork network, Options options, Sharing.Costs costs, int rows, int seed) {
    Execution execution = network.prepare(new WorkspaceBackend(8, layer -> 3), options, costs);
    float[] x = new float[rows * network.spec().inputSize()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    float[] y = new float[rows * network.spec().outputSize()];

    execution.forward(x, rows, y);

    for (int row = 0; row < rows; row++) {
      double[] expected = network.reference(x, row);
      for (int j = 0; j < expected.length; j++) {
        assertEquals(
            expected[j],
            y[row * expected.length + j],
            TOLERANCE * Math.max(1, Math.abs(expected[j])),
            () -> "graph " + seed + ", " + network);
      }
    }
  }
}
