package com.example.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.app.Scorer;
import com.example.app.ScorerNetwork;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Workspace;
import dev.lamina.runtime.Backends;
import dev.lamina.runtime.Lamina;
import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.WorkspaceSize;
import dev.lamina.weights.WeightsSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ProfileBackendTest {

  private static final Parameters PARAMETERS = Parameters.random(ScorerNetwork.SPEC, 1);

  @Test
  void itIsFoundAndNeverChosenByItself() {
    assertTrue(Backends.explain().contains("  profile (priority -2147483648): usable: times"));
    assertFalse(Backends.best() instanceof ProfileBackend);
    assertTrue(Backends.named("profile") instanceof ProfileBackend);
  }

  @Test
  void itDelegatesToTheBestOfTheOthersOrToTheOneThatIsNamed() {
    String best = Backends.best().name();
    assertEquals(best, new Delegate("").find().orElseThrow().name());
    assertEquals("java", new Delegate("java").find().orElseThrow().name());
    Availability java = new ProfileBackendProvider("java").availability();
    assertTrue(java.usable());
    assertTrue(java.reason().startsWith("times backend java: "), java::reason);
  }

  @Test
  void whereTheOneThatIsNamedIsMissingItSaysSo() {
    assertEquals(
        Availability.unusable(
            "there is no backend abacus that can be used",
            "name another in the system property profile.delegate, or none for the best"),
        new ProfileBackendProvider("abacus").availability());
    assertEquals(Optional.empty(), new Delegate("profile").find());
  }

  @Test
  void everyLayerIsCountedAndTimedAndComputesWhatItDidBefore() {
    ProfileBackend backend = new ProfileBackend(Backends.named("java"), true);
    Scorer measured = load(backend, Options.defaults().withTileRows(4));
    Scorer plain = load(Backends.named("java"), Options.defaults());
    assertEquals(List.of(), backend.measurements());
    float[] x = new float[10 * 40];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7 - 3;
    }
    float[] expected = new float[10 * 3];
    plain.forward(x, 10, expected);
    float[] y = new float[10 * 3];
    measured.forward(x, 10, y);

    assertArrayEquals(expected, y);
    List<Measurement> all = backend.measurements();
    assertEquals(
        List.of("layer1 40 x 64 relu", "layer2 64 x 24 tanh", "layer3 24 x 3 softmax"),
        all.stream().map(m -> m.name() + " " + m.shape() + " " + m.kind()).toList());
    for (Measurement measurement : all) {
      assertEquals(10, measurement.rows());
      assertEquals(3, measurement.calls()); // tiles of 4, 4 and 2 rows
      assertTrue(measurement.nanoseconds() > 0);
    }
  }

  @Test
  void theReportHasALineForEachLayer() {
    ProfileBackend backend = new ProfileBackend(Backends.named("java"), true);
    Scorer scorer = load(backend, Options.defaults());
    for (int i = 0; i < 2000; i++) {
      scorer.forward(new float[40]);
    }
    List<String> lines = backend.report().lines().toList();
    assertEquals("time in backend java:", lines.get(0));
    assertEquals(5, lines.size());
    assertTrue(
        lines.get(2).matches("Scorer +layer1 +40 x 64 +relu +2,000 +2,000 +[\\d,.]+ +[\\d,]+ +\\d+ %"),
        lines.get(2));
  }

  @Test
  void rowsOfLayersThatThreadsShareAreCountedOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      ProfileBackend backend = new ProfileBackend(Backends.named("java"), true);
      Scorer scorer = load(backend, Options.defaults().withExecutor(threads, 4));
      int rows = 20_000;
      float[] y = new float[rows * 3];
      for (int i = 0; i < 3; i++) {
        scorer.forward(new float[rows * 40], rows, y);
      }
      for (Measurement measurement : backend.measurements()) {
        assertEquals(3 * rows, measurement.rows());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aNetworkThatTheOtherBackendFusesIsOneLine() {
    ProfileBackend backend = new ProfileBackend(new Fusing(), true);
    load(backend, Options.defaults()).forward(new float[40]);
    assertEquals(
        List.of("Scorer all 40 x 3 fused 1"),
        backend.measurements().stream()
            .map(
                m ->
                    String.join(
                        " ", m.network(), m.name(), m.shape(), m.kind(), String.valueOf(m.rows())))
            .toList());
  }

  @Test
  void aNetworkIsNotFusedIfEveryLayerIsToBeSeen() {
    ProfileBackend backend = new ProfileBackend(new Fusing(), false);
    load(backend, Options.defaults()).forward(new float[40]);
    assertEquals(
        List.of("layer1", "layer2", "layer3"),
        backend.measurements().stream().map(Measurement::name).toList());
  }

  private static Scorer load(Backend backend, Options options) {
    return Lamina.builder(Scorer.class)
        .weights(WeightsSource.parameters(PARAMETERS))
        .backend(backend)
        .options(options)
        .build();
  }

  /** Fuses its own kernels, and no others. */
  private static final class Fusing implements Backend {

    private final Backend java = Backends.named("java");

    private record Own(DenseKernel kernel) implements DenseKernel {
      @Override
      public WorkspaceSize workspace(int maxRows) {
        return kernel.workspace(maxRows);
      }

      @Override
      public int columnBlock() {
        return kernel.columnBlock();
      }

      @Override
      public void apply(
          int rows,
          float[] x,
          int xOffset,
          int ldx,
          float[] y,
          int yOffset,
          int ldy,
          int fromColumn,
          int toColumn,
          Workspace workspace) {
        kernel.apply(rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn, workspace);
      }
    }

    @Override
    public String name() {
      return "fusing";
    }

    @Override
    public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
      return new Own(java.prepare(layer, parameters));
    }

    @Override
    public Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
      kernels.forEach(Own.class::cast);
      return Optional.of(
          new NetworkKernel() {
            @Override
            public WorkspaceSize workspace(int maxRows) {
              return WorkspaceSize.NONE;
            }

            @Override
            public void apply(
                int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {}
          });
    }
  }
}
