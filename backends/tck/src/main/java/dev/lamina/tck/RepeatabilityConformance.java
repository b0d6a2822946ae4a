package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a result must not depend on, not by a bit. */
abstract class RepeatabilityConformance extends ConformanceGroup {

  RepeatabilityConformance(BackendConformance suite) {
    super(suite);
  }

  @ParameterizedTest(name = "{0}, in = {1}, out = {2}")
  @MethodSource({Sizes.SOURCE + "activationsAndFewPairs", Sizes.SOURCE + "activationsAndLargePairs"
  })
  void rowsDoNotDependOnTheirNumber(ActivationSpec activation, int in, int out) {
    TestLayer layer = TestLayer.random(in, out, activation, true, 11);
    Backend backend = backend();
    DenseKernel kernel = layer.prepare(backend);
    int rows = 41;
    float[] x = layer.randomX(rows, 11);
    float[] single = inTiles(layer, kernel, rows, x, 1);
    for (int tile : new int[] {2, 3, 4, 5, 6, 7, 8, 16, 17, 33, 41}) {
      float[] tiled = inTiles(layer, kernel, rows, x, tile);

      sameRows(
          backend,
          layer + ", " + tile + " rows a call",
          "one row a call",
          out,
          single,
          tiled,
          () -> layer.reference(rows, x));
    }
  }

  private static float[] inTiles(
      TestLayer layer, DenseKernel kernel, int rows, float[] x, int tile) {
    Matrices matrices = new Matrices(layer, rows, x, Placement.TIGHT);
    for (int row = 0; row < rows; row += tile) {
      int count = Math.min(tile, rows - row);
      matrices.apply(kernel, row, count, 0, layer.out(), kernel.workspace(count).allocate());
    }
    return matrices.result();
  }

  @ParameterizedTest(name = "{0}, in = {1}, out = {2}")
  @MethodSource(Sizes.SOURCE + "activationsAndFewPairs")
  void rowsDoNotDependOnWhereTheyLie(ActivationSpec activation, int in, int out) {
    TestLayer layer = TestLayer.random(in, out, activation, true, 12);
    Backend backend = backend();
    DenseKernel kernel = layer.prepare(backend);
    float[] x = layer.randomX(1, 12);
    float[] atStart = Matrices.apply(layer, kernel, 1, x);
    for (int offset = 1; offset <= 17; offset++) {
      float[] elsewhere = Matrices.apply(layer, kernel, 1, x, Placement.at(offset, 17 - offset));

      Check.sameBits(layer + ", xOffset " + offset, "at offset 0", out, atStart, elsewhere);
    }
    int rows = 9;
    float[] copies = new float[rows * in];
    float[] expected = new float[rows * out];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, 0, copies, row * in, in);
      System.arraycopy(atStart, 0, expected, row * out, out);
    }

    float[] together = Matrices.apply(layer, kernel, rows, copies);

    sameRows(
        backend,
        layer + ", the same row " + rows + " times",
        "a single row",
        out,
        expected,
        together,
        () -> layer.reference(rows, copies));
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void rowsDoNotDependOnTheirNeighbours(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(33, 17, activation, true, 13);
    DenseKernel kernel = layer.prepare(backend());
    int rows = 8;
    float[] x = layer.randomX(rows, 13);
    float[] expected = Matrices.apply(layer, kernel, rows, x);
    for (float neighbour : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1e30f, 0, -0f}) {
      float[] changed = x.clone();
      for (int row = 0; row < rows; row += 2) {
        Arrays.fill(changed, row * 33, (row + 1) * 33, neighbour);
      }

      float[] a = Matrices.apply(layer, kernel, rows, changed);

      for (int row = 0; row < rows; row += 2) {
        System.arraycopy(expected, row * 17, a, row * 17, 17);
      }
      Check.sameBits(
          layer + ", every other row " + neighbour, "among ordinary rows", 17, expected, a);
    }
  }

  @ParameterizedTest(name = "{0}, in = {1}, out = {2}")
  @MethodSource(Sizes.SOURCE + "activationsAndFewPairs")
  void sameInputGivesTheSameResultAgain(ActivationSpec activation, int in, int out) {
    TestLayer layer = TestLayer.random(in, out, activation, true, 14);
    DenseKernel kernel = layer.prepare(backend());
    float[] x = layer.randomX(5, 14);
    float[] expected = Matrices.apply(layer, kernel, 5, x);
    for (int rows = 1; rows <= 12; rows++) {
      if (rows % 3 != 0) {
        // Other calls in between, now and then none: an even and an odd number of calls pass.
        Matrices.apply(layer, kernel, rows, layer.randomX(rows, rows));
      }

      float[] again = Matrices.apply(layer, kernel, 5, x);

      Check.sameBits(layer + ", called again", "the first call", out, expected, again);
    }
  }

  @ParameterizedTest(name = "{0}, in = {1}, out = {2}")
  @MethodSource(Sizes.SOURCE + "activationsAndFewPairs")
  void contentsOfTheWorkspaceDoNotMatter(ActivationSpec activation, int in, int out) {
    TestLayer layer = TestLayer.random(in, out, activation, true, 15);
    DenseKernel kernel = layer.prepare(backend());
    for (int rows : new int[] {1, 2, 5, 9}) {
      float[] x = layer.randomX(rows, 15);
      float[] expected = Matrices.apply(layer, kernel, rows, x);
      for (float dirt : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 1e30f}) {
        Workspace workspace = kernel.workspace(rows).allocate();
        Workspaces.fill(workspace, dirt);

        float[] a = new Matrices(layer, rows, x, Placement.TIGHT)
            .apply(kernel, workspace)
            .result();

        Check.sameBits(
            layer + ", workspace full of " + dirt, "workspace full of 0", out, expected, a);
      }
    }
  }

  @ParameterizedTest(name = "{0}, in = {1}, out = {2}")
  @MethodSource(Sizes.SOURCE + "activationsAndFewPairs")
  void kernelsMayTakeTurnsWithOneWorkspace(ActivationSpec activation, int in, int out) {
    Backend backend = backend();
    TestLayer layer = TestLayer.random(in, out, activation, true, 16);
    TestLayer other = TestLayer.random(out, in, Activation.TANH, true, 17);
    DenseKernel kernel = layer.prepare(backend);
    int rows = 5;
    float[] x = layer.randomX(rows, 16);
    float[] expected = Matrices.apply(layer, kernel, rows, x);
    DenseKernel otherKernel = other.prepare(backend);
    WorkspaceSize size = kernel.workspace(rows).max(otherKernel.workspace(rows));
    Workspace shared = size.allocate();
    for (int turn = 0; turn < 3; turn++) {
      float[] otherX = other.randomX(rows, 17);
      float[] otherA = new Matrices(other, rows, otherX, Placement.TIGHT)
          .apply(otherKernel, shared)
          .result();
      float[] a =
          new Matrices(layer, rows, x, Placement.TIGHT).apply(kernel, shared).result();

      Check.sameBits(layer + ", after " + other, "before it was prepared", out, expected, a);
      Check.matches(other.toString(), other.reference(rows, otherX), otherA);
    }
  }

  @ParameterizedTest(name = "{0}, in = {1}, out = {2}")
  @MethodSource(Sizes.SOURCE + "activationsAndFewPairs")
  void layerPreparedTwiceComputesTheSame(ActivationSpec activation, int in, int out) {
    TestLayer layer = TestLayer.random(in, out, activation, true, 18);
    Backend backend = backend();
    float[] x = layer.randomX(3, 18);

    float[] first = Matrices.apply(layer, layer.prepare(backend), 3, x);
    float[] second = Matrices.apply(layer, layer.prepare(backend), 3, x);
    float[] third = Matrices.apply(layer, layer.prepare(backend()), 3, x);

    Check.sameBits(layer + ", prepared again", "prepared once", out, first, second);
    Check.sameBits(layer + ", prepared by a new backend", "the first one", out, first, third);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(Sizes.SOURCE + "seeds")
  void rowsOfRandomLayersDoNotDependOnTheirNumber(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Backend backend = backend();
    for (int i = 0; i < 10; i++) {
      TestLayer layer = TestLayer.randomShape(random, 70, 70, 100 * seed + i);
      DenseKernel kernel = layer.prepare(backend);
      int rows = random.nextInt(2, 40);
      float[] x = layer.randomX(rows, 100 * seed + i);
      int tile = random.nextInt(2, rows + 1);

      float[] single = inTiles(layer, kernel, rows, x, 1);
      float[] tiled = inTiles(layer, kernel, rows, x, tile);

      sameRows(
          backend,
          layer + ", " + tile + " rows a call",
          "one row a call",
          layer.out(),
          single,
          tiled,
          () -> layer.reference(rows, x));
    }
  }
}
