package dev.lamina.weights.onnx;

import static dev.lamina.weights.onnx.Assertions.assertDamaged;
import static dev.lamina.weights.onnx.Assertions.assertUnsupported;
import static dev.lamina.weights.onnx.ModelBuilder.all;
import static dev.lamina.weights.onnx.ModelBuilder.attribute;
import static dev.lamina.weights.onnx.ModelBuilder.domain;
import static dev.lamina.weights.onnx.ModelBuilder.model;
import static dev.lamina.weights.onnx.ModelBuilder.named;
import static dev.lamina.weights.onnx.ModelBuilder.port;
import static dev.lamina.weights.onnx.ModelBuilder.shape;
import static dev.lamina.weights.onnx.ModelBuilder.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and what the text says of it. */
class RefusalTest {

  private static ModelBuilder withWeight(int operatorSet) {
    return model(operatorSet).weight("W", shape(3, 2), 1, 2, 3, 4, 5, 6);
  }

  private static ModelBuilder withWeight() {
    return withWeight(13);
  }

  // Operators

  @ParameterizedTest
  @CsvSource({
    "Conv, of another kind",
    "LSTM, of another kind",
    "If, without control flow",
    "Loop, without control flow",
    "QLinearMatMul, before it is quantised",
    "DynamicQuantizeLinear, before it is quantised",
    "ReduceMean, in Java before or after it"
  })
  void anOtherOperatorIsNamedWithWhatToDo(String operator, String fix) {
    assertUnsupported(
        withWeight().node(operator, "z", named("/enc/op"), "x").node("MatMul", "y", "z", "W"),
        "model.onnx: " + operator + " \"/enc/op\" is no part of a network of dense layers",
        fix);
  }

  @Test
  void aNodeWithoutANameIsCountedOut() {
    assertUnsupported(
        withWeight().node("MatMul", "z", "x", "W").node("Floor", "y", "z"),
        "Floor (node 2) is no part of a network");
  }

  @Test
  void operatorsOfOtherDomainsAreNamedWithTheDomain() {
    assertUnsupported(
        withWeight().node("FusedGemm", "y", domain("com.microsoft"), "x", "W"),
        "com.microsoft.FusedGemm (node 1) is no part");
    assertUnsupported(
        withWeight().node("MatMul", "z", "x", "W").node("ZipMap", "y", domain("ai.onnx.ml"), "z"),
        "ai.onnx.ml.ZipMap (node 2) is no part",
        "zipmap=False");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ThresholdedRelu", "Hardmax", "Shrink", "Sin"})
  void anActivationThatLaminaDoesNotHaveIsNamed(String operator) {
    assertUnsupported(
        withWeight().node("MatMul", "z", "x", "W").node(operator, "y", "z"),
        "model.onnx: " + operator + " is no activation that Lamina has",
        "expected: one of relu, relu6, leaky_relu, prelu,",
        "found: " + operator + " (node 2)",
        "compute it in Java");
  }

  @Test
  void parametersOutOfTheirRangeAreSaid() {
    assertUnsupported(
        operator("Elu", attribute("alpha", -1f)),
        "Elu has alpha = -1, expected a finite number, 0 or more");
    assertUnsupported(
        operator("Celu", attribute("alpha", 0f)), "Celu has alpha = 0, expected a positive number");
    assertUnsupported(
        operator("LeakyRelu", attribute("alpha", Float.NaN)),
        "LeakyRelu has alpha = NaN, expected a finite number");
  }

  @Test
  void functionsWithOtherConstantsThanLaminasAreRefusedWithBoth() {
    assertUnsupported(
        operator("Selu", attribute("alpha", 1.5f)),
        "Selu has alpha = 1.5 and gamma = 1.050701, expected 1.6732632 and 1.050701",
        "as PyTorch, Keras and ONNX define it");
    assertUnsupported(
        operator("Swish", attribute("alpha", 1.5f)),
        "Swish, z * sigmoid(a * z), has a = 1.5, expected 1",
        "train with silu");
    assertUnsupported(
        operator(
            "Gelu",
            node -> node.message(
                5, new Message().text(1, "approximate").text(4, "sigmoid").varint(20, 3))),
        "Gelu has approximate = \"sigmoid\", expected \"none\" or \"tanh\"");
    assertUnsupported(
        withWeight()
            .weight("c", shape(), 1.702f)
            .node("MatMul", "z", "x", "W")
            .node("Mul", "s", "z", "c")
            .node("Sigmoid", "g", "s")
            .node("Mul", "y", "z", "g"),
        "has a = 1.702, expected 1",
        "found: Mul (node 2) to Mul (node 4)");
  }

  @Test
  void boundsOfClipMustLeaveSomethingBetweenThem() {
    assertUnsupported(
        withWeight(10)
            .node("MatMul", "z", "x", "W")
            .node("Clip", "y", all(attribute("min", 1f), attribute("max", 1f)), "z"),
        "Clip has min = 1 and max = 1, which leaves nothing between them");
    assertUnsupported(
        withWeight()
            .weight("bounds", shape(2), 0, 1)
            .node("MatMul", "z", "x", "W")
            .node("Clip", "y", "z", "bounds"),
        "Clip (node 2) takes bounds that are not constant numbers");
  }

  private static ModelBuilder operator(String operator, UnaryOperator<Message> attributes) {
    return withWeight().node("MatMul", "z", "x", "W").node(operator, "y", attributes, "z");
  }

  @Test
  void slopesMustFitTheUnits() {
    assertUnsupported(
        withWeight()
            .weight("s", shape(3), 1, 2, 3)
            .node("MatMul", "z", "x", "W")
            .node("PRelu", "y", "z", "s"),
        "the constant of PRelu (node 2) does not fit the columns",
        "found: \"s\" (3)");
    assertUnsupported(
        withWeight()
            .weight("s", shape(2), 1, 2)
            .node("MatMul", "z", "x", "W")
            .node("PRelu", "y", "s", "z"),
        "PRelu (node 2) takes the value as its slope");
  }

  @Test
  void aLogarithmOfAnythingButASigmoidOrSoftmaxIsRefused() {
    assertUnsupported(
        withWeight().node("MatMul", "z", "x", "W").node("Relu", "a", "z").node("Log", "y", "a"),
        "Log (node 3) is no part of a network");
  }

  @Test
  void whatIsRefusedInDifferentLayersIsInOneError() {
    String text = assertUnsupported(
        withWeight()
            .weight("V", shape(2, 2), 1, 2, 3, 4)
            .weight("c", shape(2), 1, 2)
            .weight("left.over", shape(1), 1)
            .node("MatMul", "z1", "x", "W")
            .node("ThresholdedRelu", "a1", named("first"), "z1")
            .node("MatMul", "z2", "a1", "V")
            .node("Elu", "a2", all(named("second"), attribute("alpha", -1f)), "z2")
            .node("Add", "s", named("third"), "a2", "c")
            .node("LogSoftmax", "y", all(named("fourth"), attribute("axis", 0)), "s"),
        "model.onnx: 5 problems: ThresholdedRelu is no activation that Lamina has; Elu has alpha = -1,",
        "\n  ThresholdedRelu is no activation that Lamina has\n    expected: one of relu",
        "    found: ThresholdedRelu \"first\"\n    fix: train with one of these",
        "    found: Elu \"second\"\n",
        "  LogSoftmax \"fourth\" goes along axis 0",
        "  no node uses the initializer \"left.over\" (1)",
        "  Add \"third\" has no dense layer to become part of");
    assertEquals(5, text.lines().filter(line -> line.startsWith("    fix: ")).count(), text);
  }

  @Test
  void whatEndsTheChainIsSaidBehindWhatIsRefusedBefore() {
    assertUnsupported(
        withWeight()
            .node("MatMul", "z", "x", "W")
            .node("Hardmax", "a", "z")
            .node("Conv", "y", named("conv"), "a"),
        "model.onnx: 2 problems: Hardmax is no activation that Lamina has",
        "\n  Hardmax is no activation that Lamina has\n",
        "\n  Conv \"conv\" is no part of a network of dense layers\n");
  }

  @Test
  void aFileThatIsNoGoodIsSaidAlone() {
    assertDamaged(
        withWeight()
            .weight("V", shape(4, 2), new float[8])
            .node("MatMul", "z", "x", "W")
            .node("Hardmax", "a", "z")
            .node("MatMul", "y", "a", "V"),
        "model.onnx: the shapes of the model do not fit");
  }

  @Test
  void manyProblemsAreCounted() {
    ModelBuilder model =
        withWeight().weight("V", shape(2, 2), 1, 2, 3, 4).node("MatMul", "z0", "x", "W");
    for (int i = 0; i < 40; i++) {
      model.node("Hardmax", "a" + i, "z" + i).node("MatMul", "z" + (i + 1), "a" + i, "V");
    }
    assertUnsupported(
        model.node("Identity", "y", "z40"), "model.onnx: 40 problems: Hardmax", "  and 30 more");
  }

  /** Broadcasting would make the rows a tensor of three dimensions. */
  @Test
  void aNumberOfTooManyDimensionsIsNoPartOfAPattern() {
    assertUnsupported(
        withWeight()
            .weight("zero", shape(1, 1, 1), 0)
            .node("MatMul", "z", "x", "W")
            .node("Max", "y", "z", "zero"),
        "Max (node 2) is no part of a network");
  }

  @Test
  void attributesOfAWrongTypeAreRefusedInPatternsToo() {
    assertDamaged(
        withWeight()
            .node("MatMul", "z", "x", "W")
            .node("HardSigmoid", "h", attribute("alpha", 1L), "z")
            .node("Mul", "y", "z", "h"),
        "attribute \"alpha\" of HardSigmoid (node 2) is of a wrong type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax"})
  void softmaxAlongTheBatchIsRefused(String operator) {
    assertUnsupported(
        withWeight().node("MatMul", "z", "x", "W").node(operator, "y", attribute("axis", 0), "z"),
        operator + " (node 2) goes along axis 0, which is not a row");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 27, 1000})
  void operatorSetsThatAreNotKnownAreRefused(int version) {
    assertUnsupported(
        withWeight(version).node("MatMul", "y", "x", "W"),
        "the model uses version " + version + " of ONNX' operators (opset)",
        "expected: a version from 7 to 26");
  }

  // Gemm and MatMul

  @Test
  void gemmMustMultiplyRowsByAConstant() {
    assertUnsupported(
        withWeight().node("Gemm", "y", attribute("transA", 1), "x", "W"),
        "Gemm (node 1) transposes the batch");
    assertUnsupported(
        withWeight().node("Gemm", "y", "W", "x"), "takes the value as its second factor");
    assertUnsupported(
        withWeight().weight("V", shape(2, 2), 1, 2, 3, 4).node("Gemm", "y", "V", "W", "x"),
        "takes the value as its third operand");
    assertUnsupported(
        withWeight().node("MatMul", "y", "W", "x"), "multiplies the value from the left");
    assertUnsupported(
        model().weight("v", shape(3), 1, 2, 3).node("MatMul", "y", "x", "v"), "is no matrix");
    assertUnsupported(
        model()
            .initializer(tensor("W", OnnxType.INT32, 3, 2).varint(5, 1, 2, 3, 4, 5, 6))
            .node("MatMul", "y", "x", "W"),
        "is of type int32");
  }

  @Test
  void anOtherNumberOfColumnsIsShownWithTheChain() {
    assertDamaged(
        withWeight()
            .weight("V", shape(4, 2), new float[8])
            .node("MatMul", "z", named("/first/MatMul"), "x", "W")
            .node("MatMul", "y", named("/second/MatMul"), "z", "V"),
        "the shapes of the model do not fit: MatMul \"/second/MatMul\" takes 4 columns but gets 2",
        "\"V\" (4 x 2) behind 3 -> 2 -> x");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 1, 5})
  void aBiasMustHaveAnElementForEachUnit(int rows) {
    assertUnsupported(
        withWeight()
            .weight("b", shape(rows, 2), new float[2 * rows])
            .node("MatMul", "z", "x", "W")
            .node("Add", "a", "z", "b")
            .weight("c", shape(3), 1, 2, 3)
            .node("Add", "y", "a", "c"),
        "does not fit the columns",
        "(2), (1 x 2) or a number");
  }

  // Scalings that belong to nothing

  @Test
  void aScalingNeedsALayerBesideIt() {
    assertUnsupported(
        withWeight()
            .weight("c", shape(2), 1, 2)
            .node("MatMul", "z", "x", "W")
            .node("Relu", "a", "z")
            .node("Mul", "y", named("last"), "a", "c"),
        "Mul \"last\" has no dense layer to become part of",
        "an activation in front of it and nothing behind");
    assertUnsupported(
        withWeight()
            .weight("c", shape(2), 1, 2)
            .node("MatMul", "z", "x", "W")
            .node("Relu", "a", "z")
            .node("Add", "b", "a", "c")
            .node("Tanh", "y", "b"),
        "an activation in front of it and Tanh (node 4) behind");
    assertUnsupported(
        model().weight("c", shape(), 2).node("Mul", "y", "x", "c"),
        "the input in front of it and nothing behind");
  }

  @Test
  void anActivationNeedsALayer() {
    assertUnsupported(
        withWeight().node("Relu", "a", "x").node("MatMul", "y", "a", "W"),
        "Relu (node 1) follows no dense layer",
        "found: the input of the model");
    assertUnsupported(
        withWeight().node("MatMul", "z", "x", "W").node("Relu", "a", "z").node("Tanh", "y", "a"),
        "Tanh (node 3) follows no dense layer");
  }

  @Test
  void aModelNeedsALayer() {
    assertUnsupported(model().node("Identity", "y", "x"), "the model has no dense layer");
  }

  @Test
  void batchNormalizationMustBeInInferenceForm() {
    for (var more : java.util.List.of(attribute("training_mode", 1), attribute("spatial", 0))) {
      assertUnsupported(
          normalized(more, 1, 1), "BatchNormalization (node 2) is not in inference form");
    }
    assertUnsupported(
        normalized(attribute("epsilon", .1f), 1, -1), "has a variance that is not positive");
  }

  private static ModelBuilder normalized(UnaryOperator<Message> more, float... variance) {
    return withWeight()
        .weight("one", shape(2), 1, 1)
        .weight("var", shape(2), variance)
        .node("MatMul", "z", "x", "W")
        .node("BatchNormalization", "y", more, "z", "one", "one", "one", "var");
  }

  // Shapes

  @Test
  void dropoutInTrainingModeIsRefused() {
    assertUnsupported(
        withWeight()
            .weight("ratio", shape(), .5f)
            .initializer(tensor("training", OnnxType.BOOL).varint(5, 1))
            .node("MatMul", "z", "x", "W")
            .node("Dropout", "y", "z", "ratio", "training"),
        "Dropout (node 2) is in training mode");
    assertUnsupported(
        withWeight()
            .node("MatMul", "z", "x", "W")
            .node("Dropout", "d", node -> node.text(2, "mask"), "z")
            .node("MatMul", "y", "mask", "W"),
        "the second result of Dropout (node 2) is used");
  }

  @Test
  void castsOfValuesToOtherTypesAreRefused() {
    assertUnsupported(
        withWeight().node("Cast", "h", attribute("to", 10), "x").node("MatMul", "y", "h", "W"),
        "Cast (node 1) changes the values to float16");
  }

  @Test
  void weightsAreNotCastToAnotherPrecision() {
    assertUnsupported(
        model()
            .weight("V", shape(3, 2), new float[6])
            .node("Cast", "W", attribute("to", 10), "V")
            .node("MatMul", "y", "x", "W"),
        "Cast (node 1) computes a constant in a way that is not read");
  }

  @Test
  void tensorsOfMoreDimensionsMustBeFlattened() {
    assertUnsupported(
        withWeight().input(-1, 5, 3).node("MatMul", "y", "x", "W"),
        "MatMul (node 1) works on a tensor of 3 dimensions",
        "found: (N x 5 x 3)");
    assertUnsupported(
        withWeight().input(3).node("MatMul", "y", "x", "W"), "input \"x\" is no batch of rows");
  }

  @ParameterizedTest
  @CsvSource({"-1,-1", "3,-1", "-1,4", "0,4", "1,3"})
  void aReshapeThatMixesRowsIsRefused(long first, long second) {
    assertUnsupported(
        withWeight()
            .input(-1, 1, 3)
            .integers("s", first, second)
            .node("Reshape", "f", "x", "s")
            .node("MatMul", "y", "f", "W"),
        "Reshape (node 1) does more than to flatten",
        "(-1, 3) or (0, -1) for (N x 1 x 3)");
  }

  @Test
  void flattenAlongAnotherAxisIsRefused() {
    assertUnsupported(
        withWeight()
            .input(-1, 1, 3)
            .node("Flatten", "f", attribute("axis", 2), "x")
            .node("MatMul", "y", "f", "W"),
        "Flatten (node 1) mixes rows");
  }

  // Inputs and outputs

  @Test
  void inputsThatAreNoFloatsAreRefused() {
    assertUnsupported(
        withWeight()
            .input(port("x", OnnxType.INT64, -1, 3))
            .node("Cast", "f", attribute("to", 1), "x")
            .node("MatMul", "y", "f", "W"),
        "\"x\" is not a tensor of floats",
        "found: int64");
    Message sequence =
        new Message().text(1, "y").message(2, new Message().message(4, new Message()));
    assertUnsupported(
        withWeight().output(sequence).node("MatMul", "y", "x", "W"), "found: a sequence");
  }

  @Test
  void whatOnlyElementwiseProductsOfValuesDoIsRefused() {
    assertUnsupported(
        withWeight().node("MatMul", "z", "x", "W").node("Mul", "y", "z", "z"),
        "combines the value with itself");
    assertUnsupported(
        withWeight()
            .weight("V", shape(3, 2), 1, 2, 3, 4, 5, 6)
            .node("MatMul", "z", "x", "W")
            .node("MatMul", "g", "x", "V")
            .node("Mul", "y", named("gate"), "z", "g"),
        "Mul \"gate\" combines values that all depend on the input");
  }

  @Test
  void anOutputThatDoesNotDependOnTheInputIsRefused() {
    assertUnsupported(
        withWeight().node("Identity", "y", "W").node("MatMul", "z", "x", "W"),
        "the output of the model is not what its last node makes",
        "\"y\", which is constant");
  }

  @Test
  void weightsThatNoNodeUsesAreRefused() {
    assertUnsupported(
        withWeight().weight("head.weight", shape(2, 2), 1, 2, 3, 4).node("MatMul", "y", "x", "W"),
        "no node uses the initializer \"head.weight\" (2 x 2)");
  }

  @Test
  void sparseWeightsAreRefused() {
    assertUnsupported(
        withWeight().graph(graph -> graph.message(15, new Message())).node("MatMul", "y", "x", "W"),
        "a weight is a sparse tensor");
  }
}
