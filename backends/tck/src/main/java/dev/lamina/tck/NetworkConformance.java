package dev.lamina.tck;

import dev.lamina.Options;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.spi.Backend;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains of layers, run as generated networks run them. */
abstract class NetworkConformance extends ConformanceGroup {

  private static final int WIDTH = 33;

  NetworkConformance(BackendConformance suite) {
    super(suite);
  }

  static Stream<Arguments> chains() {
    return IntStream.rangeClosed(1, 5)
        .boxed()
        .flatMap(depth -> IntStream.rangeClosed(1, 6).mapToObj(n -> Arguments.of(depth, n)));
  }

  @ParameterizedTest(name = "{0} layers, seed {1}")
  @MethodSource("chains")
  void chainsMatchTheReference(int depth, long seed) {
    TestNetwork network = TestNetwork.random(depth, WIDTH, seed);
    Execution execution = network.build(backend(), Options.defaults());
    for (int rows : Sizes.ROWS) {
      float[] x = network.randomX(rows, rows);
      float[] y = new float[rows * network.outputSize()];

      execution.forward(x, rows, y);

      Check.matches(network.toString(), network.reference(rows, x), y);
    }
  }

  @ParameterizedTest(name = "{0} layers, seed {1}")
  @MethodSource("chains")
  void batchesOfAnySizeInTilesOfAnySizeGiveTheBitsOfSingleExamples(int depth, long seed) {
    TestNetwork network = TestNetwork.random(depth, WIDTH, seed);
    Backend backend = backend();
    int largest = 37;
    float[] x = network.randomX(largest, seed);
    float[] expected = oneByOne(network, network.build(backend, Options.defaults()), largest, x);
    for (int tileRows : new int[] {1, 2, 3, 4, 7, 8, 16, 64}) {
      Execution execution = network.build(backend, Options.defaults().withTileRows(tileRows));
      for (int rows : new int[] {1, 2, 3, 5, 8, 17, largest}) {
        float[] y = new float[rows * network.outputSize()];

        execution.forward(x, rows, y);

        sameRows(
            backend,
            network + ", tiles of " + tileRows + " rows",
            "one example a call",
            network.outputSize(),
            Arrays.copyOf(expected, y.length),
            y,
            () -> network.reference(rows, x));
      }
    }
  }

  private static float[] oneByOne(TestNetwork network, Execution execution, int rows, float[] x) {
    int in = network.inputSize();
    int out = network.outputSize();
    float[] result = new float[rows * out];
    for (int row = 0; row < rows; row++) {
      float[] y = execution.forward(Arrays.copyOfRange(x, row * in, (row + 1) * in));
      System.arraycopy(y, 0, result, row * out, out);
    }
    return result;
  }

  @Test
  void moreRowsThanTheTileTheBackendChoosesMatchTheReference() {
    Backend backend = backend();
    for (int depth = 1; depth <= 3; depth++) {
      TestNetwork network = TestNetwork.random(depth, 9, depth);
      // A backend may well ask for tiles without an end.
      int tile = Math.min(backend.tileRows(network.spec()), 2000);
      Execution execution = network.build(backend, Options.defaults());
      for (int rows : new int[] {tile, tile + 1, 2 * tile + 3}) {
        float[] x = network.randomX(rows, rows);
        float[] y = new float[rows * network.outputSize()];

        execution.forward(x, rows, y);

        Check.matches(network.toString(), network.reference(rows, x), y);
        sameRows(
            backend,
            network.toString(),
            "one example a call",
            network.outputSize(),
            oneByOne(network, execution, rows, x),
            y,
            () -> network.reference(rows, x));
      }
    }
  }

  @ParameterizedTest(name = "{0} layers, seed {1}")
  @MethodSource("chains")
  void batchesInsideLargerArraysStayInTheirPlace(int depth, long seed) {
    TestNetwork network = TestNetwork.random(depth, WIDTH, seed);
    Execution execution = network.build(backend(), Options.defaults().withTileRows(4));
    Workspace workspace = execution.newWorkspace();
    int in = network.inputSize();
    int out = network.outputSize();
    int rows = 11;
    float[] x = network.randomX(rows, seed);
    float[] expected = new float[rows * out];
    execution.forward(x, rows, expected);
    float[] largerX = new float[5 + rows * in + 3];
    Arrays.fill(largerX, Float.NaN);
    System.arraycopy(x, 0, largerX, 5, rows * in);
    float[] y = new float[7 + rows * out + 20];
    Arrays.fill(y, -12_345);
    float[] largerExpected = y.clone();
    System.arraycopy(expected, 0, largerExpected, 7, rows * out);

    execution.forward(largerX, 5, rows, y, 7, workspace);

    // As one long row: what surrounds the result is compared with it.
    Check.sameBits(
        network + ", xOffset = 5, yOffset = 7, N = 11",
        "without offsets, and what surrounds them as it was",
        y.length,
        largerExpected,
        y);
  }

  @Test
  void wideLayersMatchTheReference() {
    TestNetwork network = TestNetwork.random(3, 784, 5);
    Backend backend = backend();
    Execution execution = network.build(backend, Options.defaults());
    int rows = 9;
    float[] x = network.randomX(rows, 5);
    float[] y = new float[rows * network.outputSize()];

    execution.forward(x, rows, y);

    Check.matches(network.toString(), network.reference(rows, x), y);
    sameRows(
        backend,
        network.toString(),
        "one example a call",
        network.outputSize(),
        oneByOne(network, execution, rows, x),
        y,
        () -> network.reference(rows, x));
  }
}
