package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static dev.lamina.weights.Weights.elements;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Activation;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Parameters;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.onnx.OnnxWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A BatchNormalization of an ONNX model becomes a part of W and b when it is read. */
class OnnxNormalizationTest {

  private static final NormalizationSpec BATCH =
      NormalizationSpec.of(Normalization.BATCH).withEpsilon(0.25);

  private static LayerSpec dense() {
    return LayerSpec.of("a", NetworkSpec.INPUT, 2, 2, Activation.RELU);
  }

  private static LayerSpec last() {
    return LayerSpec.of("b", "a", 2, 1, Activation.IDENTITY);
  }

  /** z → (z − mean) / √(variance + 1/4)·weight + bias is 3z + 2 and 2z − 3. */
  private static Parameters parameters(NetworkSpec network) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, float[]> elements = Map.of(
        "a.weight", new float[] {1, 2, 3, 4},
        "a.bias", new float[] {5, 6},
        "a.norm.weight", new float[] {3, 4},
        "a.norm.bias", new float[] {5, 1},
        "a.norm.running_mean", new float[] {1, 2},
        "a.norm.running_var", new float[] {0.75f, 3.75f},
        "b.weight", new float[] {7, 8},
        "b.bias", new float[] {9});
    network
        .tensorShapes()
        .forEach((name, shape) -> tensors.put(name, Tensor.of(shape, elements.get(name))));
    return Parameters.of(tensors);
  }

  private static byte[] model(LayerSpec normalized) {
    NetworkSpec network = NetworkSpec.chain("Net", normalized, last());
    return OnnxWriter.of(network, parameters(network)).outByIn().bytes();
  }

  private static OpenWeights open(byte[] model, NetworkSpec network) {
    return WeightsSource.bytes("model.onnx", model).open(network);
  }

  @Test
  void aLayerWithoutTheNormalisationComputesTheSame() {
    byte[] model = model(dense().withNormalization(BATCH));
    try (OpenWeights weights = open(model, NetworkSpec.chain("Net", dense(), last()))) {
      assertArrayEquals(new float[] {3, 4, 9, 8}, elements(weights, "a.weight"));
      assertArrayEquals(new float[] {17, 9}, elements(weights, "a.bias"));
    }
  }

  @Test
  void aLayerThatIsDeclaredWithItGetsOneThatChangesNothing() {
    NetworkSpec network = NetworkSpec.chain("Net", dense().withNormalization(BATCH), last());
    try (OpenWeights weights = open(model(dense().withNormalization(BATCH)), network)) {
      assertEquals(network.tensorShapes(), weights.parameters().shapes());
      assertArrayEquals(new float[] {3, 4, 9, 8}, elements(weights, "a.weight"));
      assertArrayEquals(new float[] {17, 9}, elements(weights, "a.bias"));
      assertArrayEquals(new float[] {1, 1}, elements(weights, "a.norm.weight"));
      assertArrayEquals(new float[] {0, 0}, elements(weights, "a.norm.bias"));
      assertArrayEquals(new float[] {0, 0}, elements(weights, "a.norm.running_mean"));
      assertArrayEquals(new float[] {0.75f, 0.75f}, elements(weights, "a.norm.running_var"));
    }
  }

  @Test
  void aShiftIsTheNormalisationsWhereTheLayerHasNoBias() {
    LayerSpec layer = dense().withoutBias().withNormalization(BATCH);
    try (OpenWeights weights = open(model(layer), NetworkSpec.chain("Net", layer, last()))) {
      assertArrayEquals(new float[] {2, -3}, elements(weights, "a.norm.bias"));
    }
  }

  @Test
  void behindTheActivationItIsAPartOfTheNextLayer() {
    LayerSpec layer = dense().withNormalization(BATCH.afterTheActivation());
    try (OpenWeights weights = open(model(layer), NetworkSpec.chain("Net", layer, last()))) {
      assertArrayEquals(new float[] {1, 2, 3, 4}, elements(weights, "a.weight"));
      assertArrayEquals(new float[] {21, 16}, elements(weights, "b.weight"));
      assertArrayEquals(new float[] {9 + 7 * 2 - 8 * 3}, elements(weights, "b.bias"));
      assertArrayEquals(new float[] {0, 0}, elements(weights, "a.norm.bias"));
    }
  }

  @Test
  void anInputThatIsNormalisedByBatchIsWrittenAndReadAsAPartOfWAndB() {
    LayerSpec second = last().withInputNormalization(BATCH);
    NetworkSpec network = NetworkSpec.chain("Net", dense(), second);
    Map<String, float[]> elements = Map.of(
        "b.input_norm.weight", new float[] {3, 4},
        "b.input_norm.bias", new float[] {5, 1},
        "b.input_norm.running_mean", new float[] {1, 2},
        "b.input_norm.running_var", new float[] {0.75f, 3.75f});
    Parameters others = parameters(NetworkSpec.chain("Net", dense(), last()));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    network.tensorShapes().forEach((name, shape) -> {
      float[] own = elements.get(name);
      tensors.put(name, own == null ? others.tensor(name) : Tensor.of(shape, own));
    });
    byte[] model = OnnxWriter.of(network, Parameters.of(tensors)).bytes();

    try (OpenWeights weights = open(model, network)) {
      assertEquals(network.tensorShapes(), weights.parameters().shapes());
      assertArrayEquals(new float[] {21, 16}, elements(weights, "b.weight"));
      assertArrayEquals(new float[] {9 + 7 * 2 - 8 * 3}, elements(weights, "b.bias"));
      assertArrayEquals(new float[] {1, 1}, elements(weights, "b.input_norm.weight"));
      assertArrayEquals(new float[] {0, 0}, elements(weights, "b.input_norm.running_mean"));
      assertArrayEquals(new float[] {0.75f, 0.75f}, elements(weights, "b.input_norm.running_var"));
    }
  }

  @Test
  void whatAModelHasNotIsRefused() {
    LayerSpec readsByRow =
        dense().withInputNormalization(NormalizationSpec.of(Normalization.LAYER));
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> open(model(dense()), NetworkSpec.chain("Net", readsByRow, last())),
        "layer 1 (a): the file has no inputNormalization, Net says inputNormalization = LAYER with epsilon = 1e-5",
        "fix: make inputNormalization, normalizeAfterActivation and epsilon of that @Dense what the file has");
    LayerSpec byRow = dense().withNormalization(NormalizationSpec.of(Normalization.LAYER));
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> open(model(dense()), NetworkSpec.chain("Net", byRow, last())),
        "layer 1 (a): the file has no normalization, Net says normalization = LAYER with epsilon = 1e-5");
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> open(
            model(dense()),
            NetworkSpec.chain("Net", dense(), last())
                .withInputScaling(ScalingSpec.stored(Scaling.STANDARD))),
        "an ONNX model has no input.mean and no input.scale",
        "fix: leave the annotation out if the model itself scales");
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    NetworkSpec scaled = NetworkSpec.chain("Net", dense(), last())
        .withInputScaling(ScalingSpec.of(Scaling.STANDARD, new double[] {1}, new double[] {2}));
    assertRefused(
        ErrorCode.MODEL,
        () -> OnnxWriter.of(scaled, Parameters.random(scaled, 1)),
        "the network scales its input or its result");
  }

  @Test
  void normalisationsByRowAreWrittenAndReadAgain() {
    NormalizationSpec byRow = NormalizationSpec.of(Normalization.LAYER);
    NetworkSpec network = NetworkSpec.chain(
        "Net", dense().withInputNormalization(byRow), last().withNormalization(byRow));
    Parameters parameters = Parameters.random(network, 3);

    try (OpenWeights weights = open(OnnxWriter.of(network, parameters).bytes(), network)) {
      float[] expected = new float[2];
      parameters.tensor("a.input_norm.weight").read(0, expected, 0, 2);
      assertArrayEquals(expected, elements(weights, "a.input_norm.weight"));
    }
    NetworkSpec other = NetworkSpec.chain(
        "Net",
        dense().withInputNormalization(byRow.withEpsilon(1e-3)),
        last().withNormalization(byRow));
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> open(OnnxWriter.of(network, parameters).bytes(), other),
        "layer 1 (a): the file has inputNormalization = LAYER with epsilon = 1e-5, Net says"
            + " inputNormalization = LAYER with epsilon = 0.001");
  }

  @Test
  void theShapesOfUnfoldedTensorsAreThoseOfTheNetwork() {
    LayerSpec layer = dense().withNormalization(BATCH);
    try (OpenWeights weights = open(model(layer), NetworkSpec.chain("Net", layer, last()))) {
      assertEquals(
          Shape.of(2), weights.parameters().tensor("a.norm.running_var").shape());
    }
  }
}
