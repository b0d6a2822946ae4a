package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.WorkspaceSize;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains that the backend puts together; skipped where it does not. */
abstract class FusionConformance extends ConformanceGroup {

  private static final int WIDTH = 33;

  private static final int[] ROWS = {1, 2, 3, 4, 5, 7, 8, 13, 17, 33, 64, 131};

  FusionConformance(BackendConformance suite) {
    super(suite);
  }

  /** Some chains of so many layers. */
  private List<FusedChain> chains(int depth) {
    Backend backend = backend();
    List<FusedChain> chains = new ArrayList<>();
    for (int seed = 1; seed <= 8; seed++) {
      chains.add(FusedChain.of(TestNetwork.random(depth, WIDTH, 71 + seed), backend));
    }
    return chains;
  }

  private static void assertAsLayerByLayer(
      String subject, FusedChain chain, int rows, float[] x, float[] a) {
    Check.sameBits(
        chain.network() + ", fused" + subject,
        "layer by layer",
        chain.network().outputSize(),
        chain.layerByLayer(rows, x),
        a);
  }

  @ParameterizedTest(name = "{0} layers")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void fusedLayersGiveTheBitsOfTheLayersOneByOne(int depth) {
    for (FusedChain chain : chains(depth)) {
      for (int rows : ROWS) {
        float[] x = chain.network().randomX(rows, rows);

        float[] a = chain.apply(rows, x);

        assertAsLayerByLayer("", chain, rows, x, a);
        Check.matches(chain.network() + ", fused", chain.network().reference(rows, x), a);
      }
    }
  }

  @ParameterizedTest(name = "{0} layers")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void fusedLayersKeepToTheirPlace(int depth) {
    for (FusedChain chain : chains(depth)) {
      for (int rows : new int[] {1, 5, 8}) {
        float[] x = chain.network().randomX(rows, rows);

        float[] a =
            chain.apply(rows, x, Placement.LOOSE, chain.kernel().workspace(rows).allocate());

        assertAsLayerByLayer(" at an offset", chain, rows, x, a);
      }
    }
  }

  @ParameterizedTest(name = "{0} layers")
  @ValueSource(ints = {1, 2, 3})
  void fusedLayersPassOnNanAndInfinity(int depth) {
    SplittableRandom random = new SplittableRandom(depth);
    float[] values = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, -0f};
    for (FusedChain chain : chains(depth)) {
      int rows = 9;
      float[] x = chain.network().randomX(rows, depth);
      for (float value : values) {
        x[random.nextInt(x.length)] = value;

        assertAsLayerByLayer(", special values in x", chain, rows, x, chain.apply(rows, x));
      }
    }
  }

  @ParameterizedTest(name = "{0} layers")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void fusedLayersNeedNoLessWorkspaceForMoreRows(int depth) {
    for (FusedChain chain : chains(depth)) {
      String network = chain.network() + ", fused";
      WorkspaceSize last = WorkspaceSize.NONE;
      for (int rows = 1; rows <= 150; rows++) {
        WorkspaceSize size = chain.kernel().workspace(rows);

        assertNotNull(size, network + ": workspace(" + rows + ") returned null");
        assertEquals(
            size,
            size.max(last),
            network + ": workspace(" + rows + ") is less than for fewer rows");
        last = size;
      }
    }
  }

  @ParameterizedTest(name = "{0} layers")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void fusedLayersDoNotDependOnTheWorkspace(int depth) {
    for (FusedChain chain : chains(depth)) {
      int rows = 6;
      float[] x = chain.network().randomX(rows, depth);
      for (float dirt : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 1e30f}) {
        Workspace workspace = chain.kernel().workspace(rows + 3).allocate();
        Workspaces.fill(workspace, dirt);

        float[] a = chain.apply(rows, x, Placement.TIGHT, workspace);

        assertAsLayerByLayer(", workspace full of " + dirt, chain, rows, x, a);
      }
    }
  }

  @Test
  void fusedNetworksDoNotMixUp() {
    int rows = 5;
    List<FusedChain> chains = new ArrayList<>(chains(3));
    Backend backend = backend();
    chains.addAll(chains(2));
    // The same kernels in two networks.
    FusedChain twice = FusedChain.of(TestNetwork.random(3, WIDTH, 70), backend);
    chains.add(twice);
    chains.add(twice.again(backend));
    WorkspaceSize size = chains.stream()
        .map(chain -> chain.kernel().workspace(rows))
        .reduce(WorkspaceSize.NONE, WorkspaceSize::max);
    Workspace shared = size.allocate();
    for (int turn = 0; turn < 2; turn++) {
      for (FusedChain chain : chains) {
        float[] x = chain.network().randomX(rows, turn);

        float[] a = chain.apply(rows, x, Placement.TIGHT, shared);

        assertAsLayerByLayer(", one of several", chain, rows, x, a);
      }
    }
  }

  @Test
  void fusedLayersSharedByThreadsGiveTheSameBits() {
    int threads = 4;
    int rows = 8;
    FusedChain chain = FusedChain.of(TestNetwork.random(3, WIDTH, 73), backend());
    TestNetwork network = chain.network();
    float[][] x = new float[threads][];
    float[][] expected = new float[threads][];
    for (int i = 0; i < threads; i++) {
      x[i] = network.randomX(rows, 100 + i);
      expected[i] = chain.layerByLayer(rows, x[i]);
    }

    Threads.runTogether(threads, thread -> {
      float[] y = new float[rows * network.outputSize()];
      Workspace workspace = chain.kernel().workspace(rows).allocate();
      Threads.repeat(() -> {
        chain.kernel().apply(rows, x[thread], 0, y, 0, workspace);
        Check.sameBits(
            network + ", fused, threads share the kernel",
            "layer by layer in a single thread",
            network.outputSize(),
            expected[thread],
            y);
      });
    });
  }
}
