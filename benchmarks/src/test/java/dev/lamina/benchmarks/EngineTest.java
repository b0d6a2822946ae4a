package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every engine that this machine can load computes what the reference computes. */
final class EngineTest {

  /** Why engines are not here: a library that could not be loaded says so only once. */
  private static final Map<EngineKind, String> MISSING = missing();

  private static Map<EngineKind, String> missing() {
    Map<EngineKind, String> missing = new EnumMap<>(EngineKind.class);
    for (EngineKind kind : EngineKind.values()) {
      String reason = Probe.whyNot(kind);
      if (reason != null) {
        missing.put(kind, reason);
      }
    }
    return missing;
  }

  @ParameterizedTest
  @EnumSource(EngineKind.class)
  void anEngineAgreesOnEveryNetwork(EngineKind kind) {
    assumeTrue(!MISSING.containsKey(kind), () -> kind + ": " + MISSING.get(kind));
    for (Model model : Model.values()) {
      // Wide has 25 million weights: one row has to do.
      for (int rows : model == Model.WIDE ? new int[] {1} : new int[] {1, 3, 64}) {
        try (Comparison comparison = new Comparison(model, List.of(kind))) {
          comparison.checked(rows);
        }
      }
    }
  }

  /** The networks that are timed do not have all of them. */
  @ParameterizedTest
  @EnumSource(names = {"IDENTITY", "RELU", "SIGMOID", "TANH", "SOFTMAX"})
  void enginesAgreeOnEveryActivation(Activation activation) {
    Map<EngineKind, BiFunction<NetworkSpec, Parameters, Engine>> makers =
        new EnumMap<>(EngineKind.class);
    makers.put(EngineKind.ONNX_RUNTIME, OnnxRuntimeEngine::new);
    makers.put(EngineKind.ONEDNN, OneDnnEngine::new);
    makers.put(EngineKind.OPENBLAS, OpenBlasEngine::new);
    makers.put(EngineKind.EJML, EjmlEngine::new);
    makers.put(EngineKind.NAIVE, NaiveEngine::new);
    makers.keySet().removeAll(MISSING.keySet());
    NetworkSpec network = NetworkSpec.chain(
        "Chain",
        LayerSpec.of("first", "x", 33, 17, activation),
        LayerSpec.of("second", "first", 17, 5, activation).withoutBias());
    Parameters parameters = Parameters.random(network, 7);
    int rows = 6;
    float[] x = new float[rows * 33];
    for (int k = 0; k < x.length; k++) {
      x[k] = (float) Math.sin(k);
    }
    List<String> names = new ArrayList<>();
    List<float[]> results = new ArrayList<>();
    makers.forEach((kind, maker) -> {
      try (Engine engine = maker.apply(network, parameters)) {
        Inference inference = engine.bind(x, rows);
        // Twice: nothing of the first time may be left.
        inference.run();
        inference.run();
        float[] y = new float[rows * 5];
        inference.read(y);
        names.add(kind.displayName());
        results.add(y);
      }
    });
    new Agreement(network, parameters, x, rows)
        .check(names.toArray(String[]::new), results.toArray(float[][]::new));
  }

  @Test
  void anEngineThatIsMissingSaysWhy() {
    MISSING.values().forEach(reason -> assertNotNull(reason));
  }

  @ParameterizedTest
  @CsvSource({"16,0", "1,1"})
  void memoryOffTheHeapIsAsLongAsItShouldBe(int count, float value) {
    float[] values = new float[count];
    values[0] = value;
    float[] copy = new float[count];
    OffHeap.copy(values).get(0, copy);
    assertArrayEquals(values, copy);
  }
}
