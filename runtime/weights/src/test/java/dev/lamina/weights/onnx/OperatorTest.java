package dev.lamina.weights.onnx;

import static dev.lamina.weights.onnx.Assertions.assertLayersComputeTheGraph;
import static dev.lamina.weights.onnx.Assertions.bias;
import static dev.lamina.weights.onnx.Assertions.weight;
import static dev.lamina.weights.onnx.ModelBuilder.all;
import static dev.lamina.weights.onnx.ModelBuilder.attribute;
import static dev.lamina.weights.onnx.ModelBuilder.domain;
import static dev.lamina.weights.onnx.ModelBuilder.model;
import static dev.lamina.weights.onnx.ModelBuilder.port;
import static dev.lamina.weights.onnx.ModelBuilder.shape;
import static dev.lamina.weights.onnx.ModelBuilder.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each operator becomes, checked against the evaluation of the graph too. */
class OperatorTest {

  /** 3 × 2. */
  private static final float[] W = {1, 2, 3, 4, 5, 6};

  /** The same, transposed. */
  private static final float[] W_TRANSPOSED = {1, 3, 5, 2, 4, 6};

  private static ModelBuilder withWeight(int operatorSet) {
    return model(operatorSet).weight("W", shape(3, 2), W);
  }

  private static ModelBuilder withWeight() {
    return withWeight(13);
  }

  private static OnnxLayer assertOnlyLayer(ModelBuilder model, float[] weight, float... bias) {
    try (OnnxFile file = model.open()) {
      assertLayersComputeTheGraph(file);
      assertEquals(1, file.model().layers().size());
      OnnxLayer layer = file.model().layers().get(0);
      assertArrayEquals(weight, weight(layer), 1e-6f);
      assertEquals(bias.length > 0, layer.hasBias());
      assertArrayEquals(bias, bias(layer), 1e-6f);
      return layer;
    }
  }

  private static void assertLayers(ModelBuilder model, String expected) {
    try (OnnxFile file = model.open()) {
      assertLayersComputeTheGraph(file);
      assertEquals(
          expected,
          file.model().layers().stream()
              .map(OnnxLayer::toString)
              .collect(Collectors.joining("; ")));
    }
  }

  // Gemm

  @Test
  void gemmIsALayer() {
    assertOnlyLayer(
        withWeight().weight("b", shape(2), 7, 8).node("Gemm", "y", "x", "W", "b"), W, 7, 8);
  }

  @Test
  void gemmWithoutCHasNoBias() {
    assertOnlyLayer(withWeight().node("Gemm", "y", "x", "W"), W);
    assertOnlyLayer(withWeight().node("Gemm", "y", "x", "W", ""), W);
  }

  @Test
  void gemmMayTransposeItsWeight() {
    assertOnlyLayer(
        model()
            .weight("W", shape(2, 3), W_TRANSPOSED)
            .weight("b", shape(2), 7, 8)
            .node("Gemm", "y", attribute("transB", 1), "x", "W", "b"),
        W,
        7,
        8);
  }

  @Test
  void alphaScalesTheWeightAndBetaTheBias() {
    assertOnlyLayer(
        withWeight()
            .weight("b", shape(2), 7, 8)
            .node("Gemm", "y", all(attribute("alpha", 2f), attribute("beta", -1f)), "x", "W", "b"),
        new float[] {2, 4, 6, 8, 10, 12},
        -7,
        -8);
  }

  @Test
  void cMayBeARowOrANumber() {
    assertOnlyLayer(
        withWeight().weight("b", shape(1, 2), 7, 8).node("Gemm", "y", "x", "W", "b"), W, 7, 8);
    assertOnlyLayer(withWeight().weight("b", shape(), 7).node("Gemm", "y", "x", "W", "b"), W, 7, 7);
    assertOnlyLayer(
        withWeight().weight("b", shape(1), 7).node("Gemm", "y", "x", "W", "b"), W, 7, 7);
    assertOnlyLayer(
        withWeight().weight("b", shape(1, 1), 7).node("Gemm", "y", "x", "W", "b"), W, 7, 7);
  }

  // MatMul, and what scales

  @Test
  void matMulAloneHasNoBias() {
    assertOnlyLayer(withWeight().node("MatMul", "y", "x", "W"), W);
  }

  @Test
  void aBiasMayBeAddedFromEitherSide() {
    ModelBuilder model = withWeight().weight("b", shape(2), 7, 8).node("MatMul", "z", "x", "W");
    assertOnlyLayer(model.node("Add", "y", "z", "b"), W, 7, 8);
    model = withWeight().weight("b", shape(1, 2), 7, 8).node("MatMul", "z", "x", "W");
    assertOnlyLayer(model.node("Add", "y", "b", "z"), W, 7, 8);
  }

  @Test
  void whatIsSubtractedMultipliedOrDividedBehindALayerIsFolded() {
    ModelBuilder base = withWeight().weight("c", shape(2), 2, 4).node("MatMul", "z", "x", "W");
    assertOnlyLayer(base.node("Sub", "y", "z", "c"), W, -2, -4);
    base = withWeight().weight("c", shape(2), 2, 4).node("MatMul", "z", "x", "W");
    assertOnlyLayer(base.node("Sub", "y", "c", "z"), new float[] {-1, -2, -3, -4, -5, -6}, 2, 4);
    base = withWeight().weight("c", shape(2), 2, 4).node("MatMul", "z", "x", "W");
    assertOnlyLayer(base.node("Mul", "y", "z", "c"), new float[] {2, 8, 6, 16, 10, 24});
    base = withWeight().weight("c", shape(2), 2, 4).node("MatMul", "z", "x", "W");
    assertOnlyLayer(base.node("Div", "y", "z", "c"), new float[] {.5f, .5f, 1.5f, 1, 2.5f, 1.5f});
  }

  @Test
  void inputScalingIsFoldedIntoTheFirstLayer() {
    OnnxLayer layer = assertOnlyLayer(
        withWeight()
            .weight("mean", shape(1, 3), 1, 2, 3)
            .weight("scale", shape(3), 2, 4, 5)
            .weight("b", shape(2), 7, 8)
            .node("Sub", "centred", "x", "mean")
            .node("Div", "scaled", "centred", "scale")
            .node("Gemm", "y", "scaled", "W", "b"),
        new float[] {.5f, 1, .75f, 1, 1, 1.2f},
        2.0f,
        1.4f);
    assertTrue(layer.hasBias());
  }

  @Test
  void aScalerOfScikitLearnIsFolded() {
    assertOnlyLayer(
        withWeight()
            .domain("ai.onnx.ml", 1)
            .node(
                "Scaler",
                "scaled",
                all(
                    domain("ai.onnx.ml"),
                    attribute("offset", 1f, 2f, 3f),
                    attribute("scale", .5f, .25f, .2f)),
                "x")
            .node("MatMul", "y", "scaled", "W"),
        new float[] {.5f, 1, .75f, 1, 1, 1.2f},
        -5.0f,
        -6.6f);
  }

  @Test
  void scalingByNumbersWorksWithoutAKnownWidth() {
    assertOnlyLayer(
        withWeight()
            .input(-1, -1)
            .weight("c", shape(), 255)
            .node("Div", "scaled", "x", "c")
            .node("MatMul", "y", "scaled", "W"),
        new float[] {1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f, 6 / 255f});
  }

  @Test
  void batchNormalizationIsFoldedBehindAndInFrontOfALayer() {
    ModelBuilder behind = withWeight()
        .weight("scale", shape(2), 2, 3)
        .weight("B", shape(2), 1, -1)
        .weight("mean", shape(2), 5, 6)
        .weight("var", shape(2), 3.75f, 8.75f)
        .weight("b", shape(2), 7, 8)
        .node("Gemm", "z", "x", "W", "b")
        .node(
            "BatchNormalization",
            "y",
            attribute("epsilon", .25f),
            "z",
            "scale",
            "B",
            "mean",
            "var");
    assertOnlyLayer(behind, new float[] {1, 2, 3, 4, 5, 6}, 3, 1);
    ModelBuilder inFront = withWeight()
        .weight("scale", shape(3), 2, 3, 1)
        .weight("B", shape(3), 1, -1, 0)
        .weight("mean", shape(3), 0, 0, 1)
        .weight("var", shape(3), 3.75f, 8.75f, .75f)
        .node(
            "BatchNormalization", "n", attribute("epsilon", .25f), "x", "scale", "B", "mean", "var")
        .node("MatMul", "y", "n", "W");
    assertOnlyLayer(inFront, new float[] {1, 2, 3, 4, 5, 6}, -7, -8);
  }

  // Activations

  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Sigmoid", "Tanh", "Softmax", "Elu", "Softplus", "Exp"})
  void anActivationEndsALayer(String operator) {
    assertLayers(
        withWeight().node("MatMul", "z", "x", "W").node(operator, "y", "z"),
        "layer1: 3 -> 2 " + operator.toLowerCase(java.util.Locale.ROOT) + ", no bias");
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 9, 11, 12, 13, 17, 21, 26})
  void softmaxIsAlongTheFeaturesInEveryOperatorSet(int operatorSet) {
    ModelBuilder builder = withWeight(operatorSet).node("MatMul", "z", "x", "W");
    assertLayers(builder.node("Softmax", "y", "z"), "layer1: 3 -> 2 softmax, no bias");
    builder = withWeight(operatorSet).node("MatMul", "z", "x", "W");
    assertLayers(
        builder.node("Softmax", "y", attribute("axis", 1), "z"), "layer1: 3 -> 2 softmax, no bias");
    builder = withWeight(operatorSet).node("MatMul", "z", "x", "W");
    assertLayers(
        builder.node("Softmax", "y", attribute("axis", -1), "z"),
        "layer1: 3 -> 2 softmax, no bias");
    builder = withWeight(operatorSet).node("MatMul", "z", "x", "W");
    assertLayers(builder.node("LogSoftmax", "y", "z"), "layer1: 3 -> 2 log_softmax, no bias");
  }

  @Test
  void aNumberInFrontOfASoftmaxIsItsTemperatureAndAnythingElseIsPartOfTheLayer() {
    assertLayers(
        withWeight()
            .weight("t", shape(), 2)
            .node("MatMul", "z", "x", "W")
            .node("Div", "d", "z", "t")
            .node("Identity", "i", "d")
            .node("Softmax", "y", "i"),
        "layer1: 3 -> 2 softmax(2), no bias");
    assertOnlyLayer(
        withWeight()
            .weight("t", shape(), -2)
            .node("MatMul", "z", "x", "W")
            .node("Mul", "d", "z", "t")
            .node("Softmax", "y", "d"),
        new float[] {-2, -4, -6, -8, -10, -12});
    assertOnlyLayer(
        withWeight()
            .weight("t", shape(2), 2, 4)
            .node("MatMul", "z", "x", "W")
            .node("Mul", "d", "z", "t")
            .node("Softmax", "y", "d"),
        new float[] {2, 8, 6, 16, 10, 24});
    assertLayers(
        withWeight()
            .weight("t", shape(), 2)
            .node("MatMul", "z", "x", "W")
            .node("Div", "d", "z", "t")
            .node("Sigmoid", "y", "d"),
        "layer1: 3 -> 2 sigmoid, no bias");
  }

  /** It is 6·(0.2·z + 0.5) − 3 = 1.2·z that Lamina's function takes. */
  @Test
  void theHardSigmoidOfKeras2IsMadePartOfTheLayer() {
    OnnxLayer layer = assertOnlyLayer(
        withWeight().node("MatMul", "z", "x", "W").node("HardSigmoid", "y", "z"),
        new float[] {1.2f, 2.4f, 3.6f, 4.8f, 6, 7.2f});
    assertEquals("layer1: 3 -> 2 hard_sigmoid, no bias", layer.toString());
  }

  @Test
  void keras2WritesItsHardSigmoidAsAClipOfTheScaledValue() {
    OnnxLayer layer = assertOnlyLayer(
        withWeight()
            .weight("slope", shape(), .2f)
            .weight("half", shape(), .5f)
            .weight("zero", shape(), 0)
            .weight("one", shape(), 1)
            .node("MatMul", "z", "x", "W")
            .node("Mul", "m", "z", "slope")
            .node("Add", "s", "m", "half")
            .node("Clip", "y", "s", "zero", "one"),
        new float[] {.2f, .4f, .6f, .8f, 1, 1.2f},
        .5f,
        .5f);
    assertEquals("layer1: 3 -> 2 hard_tanh(min=0)", layer.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theGreaterOfAValueAndAPartOfItIsALeakyRelu(boolean isReversed) {
    assertLayers(
        withWeight()
            .weight("slope", shape(), .2f)
            .node("MatMul", "z", "x", "W")
            .node("Mul", "m", "z", "slope")
            .node("Max", "y", isReversed ? "z" : "m", isReversed ? "m" : "z"),
        "layer1: 3 -> 2 leaky_relu(0.2), no bias");
    Assertions.assertUnsupported(
        withWeight()
            .weight("slope", shape(), 2)
            .node("MatMul", "z", "x", "W")
            .node("Mul", "m", "z", "slope")
            .node("Max", "y", isReversed ? "z" : "m", isReversed ? "m" : "z"),
        "combines values that all depend on the input");
  }

  @Test
  void whatIsNegatedIsPartOfTheLayer() {
    assertOnlyLayer(
        withWeight().node("MatMul", "z", "x", "W").node("Neg", "y", "z"),
        new float[] {-1, -2, -3, -4, -5, -6});
    assertOnlyLayer(
        withWeight().node("Neg", "n", "x").node("MatMul", "y", "n", "W"),
        new float[] {-1, -2, -3, -4, -5, -6});
  }

  @Test
  void exponentsMayBeWholeNumbers() {
    assertLayers(
        withWeight()
            .integers("three", 3)
            .weight("cubic", shape(), .044715f)
            .weight("scale", shape(), .7978846f)
            .weight("one", shape(), 1)
            .weight("half", shape(), .5f)
            .node("MatMul", "z", "x", "W")
            .node("Pow", "p", "z", "three")
            .node("Mul", "c", "p", "cubic")
            .node("Add", "i", "z", "c")
            .node("Mul", "s", "i", "scale")
            .node("Tanh", "t", "s")
            .node("Add", "u", "t", "one")
            .node("Mul", "v", "z", "u")
            .node("Mul", "y", "v", "half"),
        "layer1: 3 -> 2 gelu_tanh, no bias");
  }

  @Test
  void aPatternThatIsUsedElsewhereIsNone() {
    try (OnnxFile file = withWeight()
        .weight("c", shape(), 2)
        .node("MatMul", "z", "x", "W")
        .node("Mul", "s", "z", "c")
        .node("Softplus", "y", "s")
        .open()) {
      assertEquals(
          "layer1: 3 -> 2 softplus, no bias", file.model().layers().get(0).toString());
      assertArrayEquals(
          new float[] {2, 4, 6, 8, 10, 12}, weight(file.model().layers().get(0)));
    }
    Assertions.assertUnsupported(
        withWeight()
            .node("MatMul", "z", "x", "W")
            .node("Sigmoid", "g", "z")
            .node("Mul", "m", "z", "g")
            .node("Mul", "y", "m", "g"),
        "combines values that all depend on the input");
  }

  @Test
  void layersWithNothingBetweenThemAreLayersWithoutActivation() {
    assertLayers(
        withWeight()
            .weight("V", shape(2, 2), 1, 2, 3, 4)
            .node("MatMul", "z", "x", "W")
            .node("MatMul", "y", "z", "V"),
        "layer1: 3 -> 2 identity, no bias; layer2: 2 -> 2 identity, no bias");
  }

  // What changes nothing

  @Test
  void identityDropoutAndCastToFloatChangeNothing() {
    assertOnlyLayer(
        withWeight()
            .node("Identity", "a", "x")
            .node("Cast", "b", attribute("to", 11), "a")
            .node("Cast", "c", attribute("to", 1), "b")
            .node("MatMul", "d", "c", "W")
            .node("Dropout", "e", "d")
            .node("Identity", "y", "e"),
        W);
  }

  @Test
  void dropoutMayHaveARatioAndATrainingModeThatIsOff() {
    assertOnlyLayer(
        withWeight()
            .weight("ratio", shape(), .5f)
            .initializer(tensor("training", OnnxType.BOOL).varint(5, 0))
            .node("MatMul", "z", "x", "W")
            .node("Dropout", "y", node -> node.text(2, "mask"), "z", "ratio", "training"),
        W);
  }

  @Test
  void imagesMayBeFlattened() {
    for (ModelBuilder builder : new ModelBuilder[] {
      withWeight().node("Flatten", "f", "x"),
      withWeight().node("Flatten", "f", attribute("axis", -2), "x"),
      withWeight().integers("s", -1, 3).node("Reshape", "f", "x", "s"),
      withWeight().integers("s", 0, -1).node("Reshape", "f", "x", "s"),
      withWeight().integers("s", 0, 3).node("Reshape", "f", "x", "s")
    }) {
      assertOnlyLayer(builder.input(-1, 1, 3).node("MatMul", "y", "f", "W"), W);
    }
  }

  @Test
  void aReshapeToTheSameShapeChangesNothing() {
    assertOnlyLayer(
        withWeight()
            .integers("s", 0, 0)
            .node("Reshape", "f", "x", "s")
            .node("MatMul", "y", "f", "W"),
        W);
    assertOnlyLayer(
        withWeight()
            .input(2, 3)
            .integers("s", 2, 3)
            .node("Reshape", "f", "x", "s")
            .node("MatMul", "y", "f", "W"),
        W);
  }

  @Test
  void theShapeOfTheInputMayBeLeftOut() {
    Message type = new Message().message(1, new Message().varint(1, 1));
    assertOnlyLayer(
        withWeight()
            .input(new Message().text(1, "x").message(2, type))
            .node("MatMul", "y", "x", "W"),
        W);
  }

  @Test
  void aFixedBatchIsEvaluatedInParts() {
    assertOnlyLayer(withWeight().input(2, 3).node("MatMul", "y", "x", "W"), W);
  }

  @Test
  void aHugeFixedBatchIsReadButNotEvaluated() {
    try (OnnxFile file =
        withWeight().input(1_000_000_000, 3).node("MatMul", "y", "x", "W").open()) {
      assertArrayEquals(W, weight(file.model().layers().get(0)));
      Assertions.assertRefused(
          dev.lamina.ErrorCode.MODEL,
          () -> file.evaluate(new double[3], 1),
          "the model takes too many rows at once to be evaluated");
    }
  }

  @Test
  void constantsThatNothingUsesAreNotComputed() {
    assertOnlyLayer(
        withWeight()
            .weight("c", shape(4), 1, 2, 3, 4)
            .node("Shape", "s", "c")
            .node("Add", "sum", "c", "W")
            .weight("ratio", shape(), .5f)
            .node("Neg", "n", "ratio")
            .node("MatMul", "z", "x", "W")
            .node("Dropout", "y", "z", "n"),
        W);
  }

  // Constants

  @Test
  void weightsMayBeTransposedReshapedAndCast() {
    assertOnlyLayer(
        model()
            .weight("V", shape(2, 3), W_TRANSPOSED)
            .weight("c", shape(2, 1), 7, 8)
            .integers("s", 1, -1)
            .node("Transpose", "W", attribute("perm", new long[] {1, 0}), "V")
            .node("Reshape", "b", "c", "s")
            .node("Gemm", "y", "x", "W", "b"),
        W,
        7,
        8);
    assertOnlyLayer(
        model()
            .weight("V", shape(6), W)
            .integers("s", 3, 2)
            .node("Reshape", "W", "V", "s")
            .node("Gemm", "y", "x", "W"),
        W);
  }

  @Test
  void weightsOfHalfPrecisionMayBeCast() {
    // 1, 2, 3, 4, 5, 6 in float16
    assertOnlyLayer(
        model()
            .initializer(tensor("H", OnnxType.FLOAT16, 3, 2)
                .packedVarints(5, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600))
            .node("Cast", "W", attribute("to", 1), "H")
            .node("MatMul", "y", "x", "W"),
        W);
  }

  @Test
  void constantsMayBeNodes() {
    assertOnlyLayer(
        model()
            .node("Constant", "W", attribute("value", tensor("", shape(3, 2), W)))
            .node("Constant", "b", attribute("value_floats", 7f, 8f))
            .node("Constant", "c", attribute("value_float", 2f))
            .node("Constant", "s", attribute("value_ints", new long[] {-1, 3}))
            .node("Reshape", "f", "x", "s")
            .node("Gemm", "z", "f", "W", "b")
            .node("Mul", "y", "c", "z"),
        new float[] {2, 4, 6, 8, 10, 12},
        14,
        16);
  }

  @Test
  void squeezeAndUnsqueezeShapeConstants() {
    assertOnlyLayer(
        withWeight()
            .weight("c", shape(1, 2, 1), 7, 8)
            .integers("axes", 2)
            .node("Squeeze", "b", "c", "axes")
            .node("Gemm", "y", "x", "W", "b"),
        W,
        7,
        8);
    assertOnlyLayer(
        withWeight(11)
            .weight("c", shape(2), 7, 8)
            .node("Unsqueeze", "b", attribute("axes", new long[] {0}), "c")
            .node("Gemm", "y", "x", "W", "b"),
        W,
        7,
        8);
    assertOnlyLayer(
        withWeight(12)
            .weight("c", shape(1, 2, 1), 7, 8)
            .node("Squeeze", "b", "c")
            .node("Gemm", "y", "x", "W", "b"),
        W,
        7,
        8);
  }

  @Test
  void oldFilesListInitializersAsInputs() {
    assertOnlyLayer(
        withWeight(8).irVersion(3).alsoInput(port("W", 3, 2)).node("MatMul", "y", "x", "W"), W);
  }

  @Test
  void countersThatNoNodeUsesDoNotMatter() {
    assertOnlyLayer(
        withWeight()
            .initializer(tensor("num_batches_tracked", OnnxType.INT64).varint(7, 100))
            .node("MatMul", "y", "x", "W"),
        W);
  }

  // Names

  @Test
  void layersAreCalledByTheirTensorsOrNodes() {
    assertLayers(named("fc1.weight", "b", "n"), "fc1: 3 -> 2 identity");
    assertLayers(named("net.0.weight", "b", "n"), "net.0: 3 -> 2 identity");
    assertLayers(named("onnx::MatMul_12", "fc1.bias", "n"), "fc1: 3 -> 2 identity");
    assertLayers(named("onnx::MatMul_12", "b", "/net/net.0/Gemm"), "net.0: 3 -> 2 identity");
    assertLayers(named("model/dense/MatMul/ReadVariableOp:0", "b", ""), "dense: 3 -> 2 identity");
    assertLayers(named("model/dense_1/kernel:0", "b", ""), "dense_1: 3 -> 2 identity");
    assertLayers(named("W", "b", "Gemm_0"), "layer1: 3 -> 2 identity");
  }

  private static ModelBuilder named(String weight, String bias, String node) {
    return model()
        .weight(weight, shape(3, 2), W)
        .weight(bias, shape(2), 7, 8)
        .node("Gemm", "y", ModelBuilder.named(node), "x", weight, bias);
  }

  @Test
  void layersThatShareTheirWeightHaveNamesOfTheirOwn() {
    assertLayers(
        model()
            .weight("fc.weight", shape(3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9)
            .output(port("y", -1, 3))
            .node("MatMul", "z", "x", "fc.weight")
            .node("MatMul", "y", "z", "fc.weight"),
        "layer1: 3 -> 3 identity, no bias; layer2: 3 -> 3 identity, no bias");
  }

  @Test
  void anErrorOfTheExtractionWouldBeSeen() {
    try (OnnxFile file = withWeight().node("MatMul", "y", "x", "W").open();
        OnnxFile other = model()
            .weight("W", shape(3, 2), W_TRANSPOSED)
            .node("MatMul", "y", "x", "W")
            .open()) {
      double[] x = {1, 2, 3};
      assertArrayEquals(new double[] {22, 28}, file.evaluate(x, 1));
      assertArrayEquals(new double[] {22, 28}, Assertions.forward(file.model(), x, 1));
      assertFalse(other.evaluate(x, 1)[0] == 22);
    }
  }
}
