package dev.lamina;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkSpecTest {

  private static final LayerSpec HIDDEN = LayerSpec.of("hidden", "x", 64, 32, Activation.RELU);
  private static final LayerSpec OUT = LayerSpec.of("out", "hidden", 32, 10, Activation.SOFTMAX);

  @Test
  void aChainHasTheSizesOfItsEnds() {
    NetworkSpec network = NetworkSpec.chain("Digits", HIDDEN, OUT);
    assertEquals(64, network.inputSize());
    assertEquals(10, network.outputSize());
    assertEquals(64 * 32 + 32 + 32 * 10 + 10, network.parameterCount());
    assertEquals(List.of(PortSpec.of("x", 0, 64)), network.inputs());
    assertEquals(List.of(PortSpec.of("out", 0, 10)), network.outputs());
  }

  @Test
  void aLayerWithoutBiasHasNoBiasTensor() {
    NetworkSpec network = NetworkSpec.chain("Digits", HIDDEN.withoutBias(), OUT);
    assertEquals(64 * 32 + 32 * 10 + 10, network.parameterCount());
    assertEquals(
        List.of("hidden.weight", "out.weight", "out.bias"),
        List.copyOf(network.tensorShapes().keySet()));
    assertEquals(Shape.of(64, 32), network.tensorShapes().get("hidden.weight"));
    assertEquals(Shape.of(10), network.tensorShapes().get("out.bias"));
  }

  @Test
  void theSummaryHasALineForEachLayer() {
    assertEquals("""
        Digits: X (N x 64) -> (N x 10), 2,378 parameters
        layer   input   W          b         activation  A         parameters
        hidden  x       (64 x 32)  none      relu        (N x 32)       2,048
        out     hidden  (32 x 10)  (1 x 10)  softmax     (N x 10)         330
        scratch: (N x 32)""", NetworkSpec.chain("Digits", HIDDEN.withoutBias(), OUT).summary());
  }

  @Test
  void aLayerThatDoesNotFitIsRefusedWithBothNumbers() {
    LayerSpec wrong = LayerSpec.of("out", "hidden", 100, 10, Activation.SOFTMAX);
    assertRefused(
        "[LAM-SHAPE] network Digits: layer out takes in = 100 but hidden produces 32 columns",
        () -> NetworkSpec.chain("Digits", HIDDEN, wrong));
  }

  @Test
  void concatenatedInputsAddUp() {
    LayerSpec wide = LayerSpec.of(
            "wide", List.of("x", "hidden"), 96, 1, ActivationSpec.of(Activation.IDENTITY))
        .withResidual("one");
    LayerSpec one = LayerSpec.of("one", "x", 64, 1, Activation.IDENTITY);
    NetworkSpec network = new NetworkSpec(
        "Wide",
        List.of(PortSpec.of("x", 0, 64)),
        List.of(HIDDEN, one, wide),
        List.of(PortSpec.of("wide", 0, 1), PortSpec.of("one", 1, 1)));
    assertEquals(2, network.outputSize());
    assertTrue(network.summary().contains("x, hidden + one"), network::summary);
  }

  @Test
  void namesThatRepeatOrAreUnknownAreRefused() {
    assertRefused(
        "[LAM-NAME] network Twice: the name hidden stands for more than one",
        () -> NetworkSpec.chain(
            "Twice", HIDDEN, LayerSpec.of("hidden", "hidden", 32, 2, Activation.RELU)));
    assertRefused(
        "[LAM-NAME] network Lost: no input or earlier layer is called hiden, there are [x, hidden]",
        () -> NetworkSpec.chain(
            "Lost", HIDDEN, LayerSpec.of("out", "hiden", 32, 2, Activation.RELU)));
  }

  @Test
  void aNetworkWithoutLayersIsRefused() {
    assertRefused("[LAM-INPUT] network Empty has no layer", () -> NetworkSpec.chain("Empty"));
  }

  @Test
  void sizesThatAreNotPositiveOrTooLargeAreRefused() {
    assertRefused(
        "[LAM-SIZE] layer a has in = 0 and out = 3: both must be positive",
        () -> LayerSpec.of("a", "x", 0, 3, Activation.RELU));
    assertRefused(
        "[LAM-SIZE] layer a has 65536 x 65536 = 4294967296 weights",
        () -> LayerSpec.of("a", "x", 65536, 65536, Activation.RELU));
  }

  @Test
  void aLearnedSlopeIsATensorOfOneElementOrOneForEachUnit() {
    LayerSpec shared = LayerSpec.of("hidden", "x", 64, 32, Activation.PRELU);
    assertEquals(Shape.of(1), shared.tensorShapes().get(LayerSpec.SLOPE));
    assertEquals(64 * 32 + 32 + 1, shared.parameterCount());
    LayerSpec perUnit =
        LayerSpec.of("hidden", "x", 64, 32, ActivationSpec.of(Activation.PRELU).withSlopePerUnit());
    NetworkSpec network = NetworkSpec.chain("Digits", perUnit.withoutBias(), OUT);
    assertEquals(Shape.of(32), network.tensorShapes().get("hidden.slope"));
    assertEquals(64 * 32 + 32 + 32 * 10 + 10, network.parameterCount());
  }

  @Test
  void theSummaryShowsWhatDiffersFromTheDefaults() {
    LayerSpec leaky = LayerSpec.of(
        "hidden",
        "x",
        64,
        32,
        ActivationSpec.of(Activation.LEAKY_RELU).with(ActivationParameter.ALPHA, 0.2));
    assertEquals("""
        Digits: X (N x 64) -> (N x 10), 2,410 parameters
        layer   input   W          b         activation       A         parameters
        hidden  x       (64 x 32)  (1 x 32)  leaky_relu(0.2)  (N x 32)       2,080
        out     hidden  (32 x 10)  (1 x 10)  softmax          (N x 10)         330
        scratch: (N x 32)""", NetworkSpec.chain("Digits", leaky, OUT).summary());
  }

  @Test
  void theSummaryOfANetworkThatIsNoChainSaysWhatEachLayerReadsAndComputes() {
    NetworkSpec network = new NetworkSpec(
        "Wide",
        List.of(PortSpec.of("user", 0, 8), PortSpec.of("item", 8, 4)),
        List.of(
            LayerSpec.of("deep", List.of("user", "item"), 12, 4, ActivationSpec.of(Activation.RELU))
                .withNormalization(NormalizationSpec.of(Normalization.LAYER)),
            LayerSpec.of("sum", "deep", 4, 4, Activation.RELU).withResidual("item"),
            LayerSpec.of("click", "sum", 4, 1, Activation.SIGMOID)),
        List.of(PortSpec.of("click", 0, 1)));
    assertEquals("""
        Wide: X (N x 12) -> (N x 1), 85 parameters
        layer  reads        W         b        equation                  A        parameters
        deep   user, item   (12 x 4)  (1 x 4)  relu(layer_norm(XW + b))  (N x 4)          60
        sum    deep + item  (4 x 4)   (1 x 4)  relu(XW + b + R)          (N x 4)          20
        click  sum          (4 x 1)   (1 x 1)  sigmoid(XW + b)           (N x 1)           5
        scratch: (N x 20)""", network.summary());
  }

  @Test
  void theSummaryOfTwoOutputsOfAChainSaysWhatIsRead() {
    NetworkSpec network = new NetworkSpec(
        "Two",
        List.of(PortSpec.of("x", 0, 64)),
        List.of(HIDDEN, OUT),
        List.of(PortSpec.of("hidden", 0, 32), PortSpec.of("out", 32, 10)));
    assertTrue(network.summary().contains("layer   reads   W "), network::summary);
    assertTrue(network.summary().contains(" activation  A "), network::summary);
  }

  @Test
  void theSummaryOfAChainThatIsNormalisedShowsEquations() {
    NetworkSpec network = NetworkSpec.chain(
        "Digits", HIDDEN.withNormalization(NormalizationSpec.of(Normalization.BATCH)), OUT);
    assertTrue(network.summary().contains("layer   input   W "), network::summary);
    assertTrue(network.summary().contains("  relu(batch_norm(XW + b))  "), network::summary);
    assertTrue(network.summary().contains("  softmax(XW + b)  "), network::summary);
  }

  @Test
  void anEquationHasEverythingInTheOrderInWhichItIsComputed() {
    NormalizationSpec norm = NormalizationSpec.of(Normalization.LAYER);
    LayerSpec identity = LayerSpec.of("a", "x", 4, 4, Activation.IDENTITY);
    LayerSpec leaky = identity.withActivation(
        ActivationSpec.of(Activation.LEAKY_RELU).with(ActivationParameter.ALPHA, 0.2));
    assertEquals("X·W + b", identity.equation());
    assertEquals("X·W", identity.withoutBias().equation());
    assertEquals("leaky_relu(X·W + b; 0.2)", leaky.equation());
    assertEquals(
        "leaky_relu(layer_norm(X·W + b) + R; 0.2)",
        leaky.withNormalization(norm).withResidual("x").equation());
    assertEquals(
        "layer_norm(leaky_relu(X·W; 0.2)) + R",
        leaky
            .withoutBias()
            .withNormalization(norm.afterTheActivation())
            .withResidualAfterActivation("x")
            .equation());
    assertEquals(
        "layer_norm(leaky_relu(X·W + b + R; 0.2))",
        leaky.withNormalization(norm.afterTheActivation()).withResidual("x").equation());
    assertEquals(
        "layer_norm(X)·W + b + R",
        identity.withInputNormalization(norm).withResidual("x").equation());
    assertEquals(
        "leaky_relu(layer_norm(batch_norm(X)·W); 0.2)",
        leaky
            .withoutBias()
            .withNormalization(norm)
            .withInputNormalization(NormalizationSpec.of(Normalization.BATCH))
            .equation());
    assertEquals(identity, identity.withInputNormalization(norm).withoutInputNormalization());
  }

  @Test
  void aNormalisedInputHasTensorsAsWideAsTheInput() {
    NormalizationSpec norm = NormalizationSpec.of(Normalization.BATCH);
    LayerSpec batch = HIDDEN.withInputNormalization(norm);
    assertEquals(
        List.of(
            "weight",
            "bias",
            "input_norm.weight",
            "input_norm.bias",
            "input_norm.running_mean",
            "input_norm.running_var"),
        List.copyOf(batch.tensorShapes().keySet()));
    assertEquals(Shape.of(64), batch.tensorShapes().get("input_norm.running_var"));
    assertEquals(64 * 32 + 32 + 2 * 64, batch.parameterCount());
    LayerSpec layer = HIDDEN.withInputNormalization(NormalizationSpec.of(Normalization.LAYER));
    assertEquals(
        List.of("weight", "bias", "input_norm.weight", "input_norm.bias"),
        List.copyOf(layer.tensorShapes().keySet()));
    NetworkSpec network = NetworkSpec.chain("Digits", layer, OUT);
    assertTrue(network.summary().contains("  relu(layer_norm(X)W + b)  "), network::summary);
    assertRefused(
        "[LAM-NORMALIZATION] layer hidden normalises its input after the activation",
        () -> HIDDEN.withInputNormalization(norm.afterTheActivation()));
  }

  private static void assertRefused(String beginning, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.startsWith(beginning), message);
  }
}
