package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerParameters;
import dev.lamina.Tensor;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read and written: offsets, leading dimensions, column ranges, workspaces, tensors. */
abstract class MemoryConformance extends ConformanceGroup {

  MemoryConformance(BackendConformance suite) {
    super(suite);
  }

  @ParameterizedTest(name = "in = {0}, out = {1}")
  @MethodSource(Sizes.SOURCE + "pairs")
  void offsetsAndLeadingDimensionsAreKept(int in, int out) {
    Backend backend = backend();
    long seed = 1000L * in + out;
    int turn = in + out;
    for (ActivationSpec activation : Sizes.activationsInTurn(turn)) {
      // From two rows on, so that there is a gap between them.
      int rows = Sizes.ROWS.get(2 + turn++ % (Sizes.ROWS.size() - 2));
      TestLayer layer = TestLayer.random(in, out, activation, true, seed);
      float[] x = layer.randomX(rows, seed);
      DenseKernel kernel = layer.prepare(backend);

      float[] a = Matrices.apply(layer, kernel, rows, x, Placement.LOOSE);

      Check.matches(layer + ", " + Placement.LOOSE, layer.reference(rows, x), a);
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void zeroRowsReadAndWriteNothing(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(17, 33, activation, true, 1);
    DenseKernel kernel = layer.prepare(backend());

    // Matrices fails if anything in y, which has room for two rows, changes.
    new Matrices(layer, 2, layer.randomX(2, 1), Placement.LOOSE)
        .apply(kernel, 0, 0, 0, layer.out(), kernel.workspace(0).allocate());
    new Matrices(layer, 0, new float[0], Placement.TIGHT)
        .apply(kernel, kernel.workspace(4).allocate());
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void oldContentsOfTheResultDoNotMatter(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(31, 17, activation, true, 2);
    DenseKernel kernel = layer.prepare(backend());
    float[] x = layer.randomX(5, 2);
    float[] others = layer.randomX(5, 3);
    float[] expected = Matrices.apply(layer, kernel, 5, x);
    float[] y = Matrices.apply(layer, kernel, 5, others);

    kernel.apply(5, x, 0, 31, y, 0, 17, 0, 17, kernel.workspace(5).allocate());

    Check.sameBits(layer.toString(), "into an empty array", 17, expected, y);
  }

  @ParameterizedTest(name = "{0}, in = {1}, out = {2}")
  @MethodSource(Sizes.SOURCE + "activationsAndFewPairs")
  void inputAndResultMayLieSideBySideInOneArray(ActivationSpec activation, int in, int out) {
    TestLayer layer = TestLayer.random(in, out, activation, true, 8);
    DenseKernel kernel = layer.prepare(backend());
    int rows = 5;
    float[] x = layer.randomX(rows, 8);
    // As networks keep the matrices between their layers: a row of X, then the row of A.
    int stride = in + out;
    float[] both = new float[rows * stride];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, row * in, both, row * stride, in);
    }

    kernel.apply(
        rows, both, 0, stride, both, in, stride, 0, out, kernel.workspace(rows).allocate());

    float[] xAfter = new float[rows * in];
    float[] a = new float[rows * out];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(both, row * stride, xAfter, row * in, in);
      System.arraycopy(both, row * stride + in, a, row * out, out);
    }
    Check.sameBits(layer + ", X beside A in one array", "X before the call", in, x, xAfter);
    Check.matches(layer + ", X beside A in one array", layer.reference(rows, x), a);
  }

  @ParameterizedTest(name = "{0}, in = {1}, out = {2}")
  @MethodSource(Sizes.SOURCE + "activationsAndFewPairs")
  void columnRangesGiveTheSameBitsAsTheWhole(ActivationSpec activation, int in, int out) {
    TestLayer layer = TestLayer.random(in, out, activation, true, 3);
    Backend backend = backend();
    DenseKernel kernel = layer.prepare(backend);
    int block = kernel.columnBlock();
    assertTrue(block >= 0, () -> layer + ": columnBlock() must not be negative, got " + block);
    assertEquals(block, kernel.columnBlock(), layer + ": columnBlock() asked twice");
    if (block == 0) {
      return;
    }
    for (int rows : new int[] {1, 2, 5, 8}) {
      float[] x = layer.randomX(rows, 3);
      float[] whole = Matrices.apply(layer, kernel, rows, x, Placement.LOOSE);
      for (int split = block; split < out; split += block) {
        // The second part first: neither may rely on the other.
        float[] parts = new Matrices(layer, rows, x, Placement.LOOSE)
            .apply(kernel, split, out, kernel.workspace(rows).allocate())
            .apply(kernel, 0, split, kernel.workspace(rows).allocate())
            .result();

        sameRows(
            backend,
            layer + ", split at column " + split,
            "the whole",
            out,
            whole,
            parts,
            () -> layer.reference(rows, x));
      }
      float[] parts = inBlocks(layer, kernel, rows, x, block);
      sameRows(
          backend,
          layer + ", split every " + block + " columns",
          "the whole",
          out,
          whole,
          parts,
          () -> layer.reference(rows, x));
    }
  }

  private static float[] inBlocks(
      TestLayer layer, DenseKernel kernel, int rows, float[] x, int block) {
    Matrices matrices = new Matrices(layer, rows, x, Placement.LOOSE);
    for (int from = 0; from < layer.out(); from += block) {
      int to = Math.min(layer.out(), from + block);
      matrices.apply(kernel, from, to, kernel.workspace(rows).allocate());
    }
    return matrices.result();
  }

  @ParameterizedTest(name = "in = {0}, out = {1}")
  @MethodSource(Sizes.SOURCE + "fewPairs")
  void moreRowsNeverNeedLessWorkspace(int in, int out) {
    Backend backend = backend();
    for (ActivationSpec activation : Sizes.ACTIVATIONS) {
      TestLayer layer = TestLayer.random(in, out, activation, true, 4);
      DenseKernel kernel = layer.prepare(backend);
      WorkspaceSize last = WorkspaceSize.NONE;
      for (int rows = 0; rows <= 300; rows++) {
        WorkspaceSize size = kernel.workspace(rows);

        assertNotNull(size, layer + ": workspace(" + rows + ") returned null");
        assertEquals(
            size, size.max(last), layer + ": workspace(" + rows + ") is less than for fewer rows");
        assertEquals(size, kernel.workspace(rows), layer + ": workspace asked twice");
        last = size;
      }
    }
  }

  @ParameterizedTest(name = "{0}, in = {1}, out = {2}")
  @MethodSource(Sizes.SOURCE + "activationsAndFewPairs")
  void workspaceOfTheSizeAskedForIsEnough(ActivationSpec activation, int in, int out) {
    TestLayer layer = TestLayer.random(in, out, activation, true, 5);
    DenseKernel kernel = layer.prepare(backend());
    for (int rows = 1; rows <= 20; rows++) {
      float[] x = layer.randomX(rows, rows);

      // Matrices fails if the kernel runs out of its arrays, which have exactly that size.
      float[] a = new Matrices(layer, rows, x, Placement.TIGHT)
          .apply(kernel, kernel.workspace(rows).allocate())
          .result();
      float[] b = new Matrices(layer, rows, x, Placement.TIGHT)
          .apply(kernel, kernel.workspace(rows + 13).allocate())
          .result();

      Check.sameBits(layer + ", a larger workspace", "the smallest one", out, a, b);
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void tensorsAreNotReadAfterPrepare(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(33, 17, activation, true, 6);
    Map<String, Tensor> tensors = new HashMap<>();
    List<RevocableTensor> revocable = new ArrayList<>();
    layer.tensors().forEach((role, tensor) -> {
      RevocableTensor copy = new RevocableTensor(role, tensor);
      revocable.add(copy);
      tensors.put(role, copy);
    });
    DenseKernel kernel = backend().prepare(layer.spec(), new LayerParameters(tensors));
    revocable.forEach(RevocableTensor::revoke);
    float[] x = layer.randomX(3, 6);

    float[] a = Matrices.apply(layer, kernel, 3, x);

    Check.matches(layer.toString(), layer.reference(3, x), a);
  }

  @Test
  void tensorsAreNotKept() {
    TestLayer layer = TestLayer.random(33, 17, Activation.RELU, true, 7);
    List<WeakReference<Object>> kept = new ArrayList<>();
    Backend backend = backend();
    // Prepared by a method of its own, or this one's stack frame might hold the tensors.
    DenseKernel kernel = prepareAndWatch(backend, layer, kept);
    try {
      WeakReference<Object> canary = new WeakReference<>(new Object());
      for (int i = 0; i < 20 && !allCleared(kept); i++) {
        System.gc();
      }

      assumeTrue(
          allCleared(kept) || canary.get() == null,
          "this Java virtual machine does not collect when asked to");
      assertTrue(
          allCleared(kept),
          () -> layer
              + ": a tensor can still be reached after prepare, through the kernel or the"
              + " backend, so that the weights are in memory twice");
    } finally {
      Reference.reachabilityFence(kernel);
      Reference.reachabilityFence(backend);
    }
  }

  private static boolean allCleared(List<WeakReference<Object>> references) {
    return references.stream().allMatch(reference -> reference.get() == null);
  }

  private static DenseKernel prepareAndWatch(
      Backend backend, TestLayer layer, List<WeakReference<Object>> watched) {
    Map<String, Tensor> tensors = layer.tensors();
    tensors.values().forEach(tensor -> watched.add(new WeakReference<>(tensor)));
    return backend.prepare(layer.spec(), new LayerParameters(tensors));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource(Sizes.SOURCE + "seeds")
  void randomColumnRangesOfRandomLayersKeepToTheirColumns(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Backend backend = backend();
    for (int i = 0; i < 10; i++) {
      TestLayer layer = TestLayer.randomShape(random, 50, 70, 100 * seed + i);
      DenseKernel kernel = layer.prepare(backend);
      int blocks = kernel.columnBlock() == 0 ? 1 : (layer.out() - 1) / kernel.columnBlock() + 1;
      int fromBlock = random.nextInt(blocks);
      int toBlock = random.nextInt(fromBlock, blocks) + 1;
      int from = fromBlock * kernel.columnBlock();
      int to = toBlock == blocks ? layer.out() : toBlock * kernel.columnBlock();
      int rows = random.nextInt(1, 12);
      float[] x = layer.randomX(rows, 100 * seed + i);
      Placement placement = Placement.random(random);

      float[] part = new Matrices(layer, rows, x, placement)
          .apply(kernel, from, to, kernel.workspace(rows).allocate())
          .result();

      // That nothing beyond its columns was written has been checked: compare what was asked for.
      float[] whole = Matrices.apply(layer, kernel, rows, x, placement);
      float[] completed = whole.clone();
      for (int row = 0; row < rows; row++) {
        int start = row * layer.out() + from;
        System.arraycopy(part, start, completed, start, to - from);
      }
      sameRows(
          backend,
          layer + ", columns " + from + " to " + (to - 1),
          "the whole",
          layer.out(),
          whole,
          completed,
          () -> layer.reference(rows, x));
    }
  }
}
