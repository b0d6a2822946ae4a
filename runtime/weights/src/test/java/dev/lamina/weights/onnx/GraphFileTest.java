package dev.lamina.weights.onnx;

import static dev.lamina.weights.onnx.Assertions.assertLayersComputeTheGraph;
import static dev.lamina.weights.onnx.Assertions.assertUnsupported;
import static dev.lamina.weights.onnx.ModelBuilder.attribute;
import static dev.lamina.weights.onnx.ModelBuilder.model;
import static dev.lamina.weights.onnx.ModelBuilder.named;
import static dev.lamina.weights.onnx.ModelBuilder.port;
import static dev.lamina.weights.onnx.ModelBuilder.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.LayerSpec;
import dev.lamina.PortSpec;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that are more than chains, as tools export them. */
class GraphFileTest {

  /** x (N x 3), and square and other matrices of random weights by their names. */
  private static ModelBuilder withWeights(int operatorSet) {
    return model(operatorSet)
        .weight("stem.weight", shape(3, 4), random(1, 12))
        .weight("stem.bias", shape(4), random(2, 4))
        .weight("up.weight", shape(4, 6), random(3, 24))
        .weight("up.bias", shape(6), random(4, 6))
        .weight("down.weight", shape(6, 4), random(5, 24))
        .weight("down.bias", shape(4), random(6, 4))
        .weight("head.weight", shape(4, 2), random(7, 8))
        .weight("head.bias", shape(2), random(8, 2));
  }

  private static float[] random(int seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static void assertNetwork(ModelBuilder model, String... equations) {
    try (OnnxFile file = model.open()) {
      assertEquals(
          List.of(equations),
          file.model().layers().stream().map(GraphFileTest::text).toList());
      assertLayersComputeTheGraph(file);
    }
  }

  private static String text(OnnxLayer layer) {
    LayerSpec spec = layer.spec();
    return spec.name() + ": " + spec.inputs() + " " + spec.equation();
  }

  @Test
  void aSumWithAnEarlierValueIsAResidualBeforeTheActivation() {
    assertNetwork(
        withWeights(13)
            .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
            .node("Relu", "a1", "z1")
            .node("Gemm", "z2", "a1", "up.weight", "up.bias")
            .node("Tanh", "a2", "z2")
            .node("Gemm", "z3", "a2", "down.weight", "down.bias")
            .node("Add", "s", "z3", "a1")
            .node("Relu", "a3", "s")
            .node("Gemm", "y", "a3", "head.weight", "head.bias"),
        "stem: [x] relu(X·W + b)",
        "up: [stem] tanh(X·W + b)",
        "down: [up] relu(X·W + b + R)",
        "head: [down] X·W + b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSumBehindTheActivationIsAResidualAfterIt(boolean isReversed) {
    assertNetwork(
        withWeights(13)
            .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
            .node("Relu", "a1", "z1")
            .node("Gemm", "z2", "a1", "up.weight", "up.bias")
            .node("Tanh", "a2", "z2")
            .node("Gemm", "z3", "a2", "down.weight", "down.bias")
            .node("Relu", "a3", "z3")
            .node("Sum", "s", isReversed ? "a1" : "a3", isReversed ? "a3" : "a1")
            .node("Gemm", "y", "s", "head.weight", "head.bias"),
        "stem: [x] relu(X·W + b)",
        "up: [stem] tanh(X·W + b)",
        "down: [up] relu(X·W + b) + R",
        "head: [down] X·W + b");
  }

  @Test
  void oneOfTwoLayersThatAreAddedAddsTheOther() {
    assertNetwork(
        withWeights(13)
            .weight("skip.weight", shape(3, 4), random(9, 12))
            .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
            .node("Relu", "a1", "z1")
            .node("MatMul", "skip", "x", "skip.weight")
            .node("Gemm", "z2", "a1", "up.weight", "up.bias")
            .node("Gemm", "z3", "z2", "down.weight", "down.bias")
            .node("Add", "s", "skip", "z3")
            .node("Relu", "a3", "s")
            .node("Gemm", "y", "a3", "head.weight", "head.bias"),
        "stem: [x] relu(X·W + b)",
        "skip: [x] X·W",
        "up: [stem] X·W + b",
        "down: [up] relu(X·W + b + R)",
        "head: [down] X·W + b");
  }

  @Test
  void aLayerThatAddsWhatComesFurtherOnStandsBehindIt() {
    assertNetwork(
        model()
            .weight("early.weight", shape(3, 2), random(1, 6))
            .weight("late.weight", shape(3, 2), random(2, 6))
            .weight("head.weight", shape(2, 2), random(3, 4))
            .node("MatMul", "early", "x", "early.weight")
            .node("MatMul", "late", "x", "late.weight")
            .node("Relu", "l", "late")
            .node("Add", "s", "early", "l")
            .node("MatMul", "h", "l", "head.weight")
            .node("Add", "y", "h", "s"),
        "late: [x] relu(X·W)",
        "early: [x] X·W + R",
        "head: [late] X·W + R");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -1})
  void whatIsPutSideBySideIsReadTogether(long axis) {
    assertNetwork(
        model()
            .weight("stem.weight", shape(3, 4), random(1, 12))
            .weight("stem.bias", shape(4), random(2, 4))
            .weight("wide.weight", shape(7, 2), random(9, 14))
            .weight("c", shape(3), 1, 2, 3)
            .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
            .node("Relu", "a1", "z1")
            .node("Mul", "scaled", "x", "c")
            .node("Concat", "both", attribute("axis", axis), "scaled", "a1")
            .node("MatMul", "y", "both", "wide.weight"),
        "stem: [x] relu(X·W + b)",
        "wide: [x, stem] X·W");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLayerNormalizationBehindASumNormalisesItsLayer(boolean isInSmallOperators) {
    ModelBuilder model = withWeights(isInSmallOperators ? 13 : 17)
        .weight("gamma", shape(4), random(9, 4))
        .weight("beta", shape(4), random(10, 4))
        .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
        .node("Relu", "a1", "z1")
        .node("Gemm", "z2", "a1", "up.weight", "up.bias")
        .node("Tanh", "a2", "z2")
        .node("Gemm", "z3", "a2", "down.weight", "down.bias")
        .node("Add", "s", "z3", "a1");
    assertNetwork(
        normalized(model, isInSmallOperators, "s", "n")
            .node("Gemm", "y", "n", "head.weight", "head.bias"),
        "stem: [x] relu(X·W + b)",
        "up: [stem] tanh(X·W + b)",
        "down: [up] layer_norm(X·W + b + R)",
        "head: [down] X·W + b");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLayerNormalizationOfAValueThatIsAddedLaterNormalisesWhatItsReaderReads(
      boolean isInSmallOperators) {
    ModelBuilder model = withWeights(isInSmallOperators ? 13 : 17)
        .weight("gamma", shape(4), random(9, 4))
        .weight("beta", shape(4), random(10, 4))
        .node("Gemm", "z1", "x", "stem.weight", "stem.bias");
    assertNetwork(
        normalized(model, isInSmallOperators, "z1", "n")
            .node("Gemm", "z2", "n", "up.weight", "up.bias")
            .node("Tanh", "a2", "z2")
            .node("Gemm", "z3", "a2", "down.weight", "down.bias")
            .node("Add", "s", "z1", "z3")
            .node("Gemm", "y", "s", "head.weight", "head.bias"),
        "stem: [x] X·W + b",
        "up: [stem] tanh(layer_norm(X)·W + b)",
        "down: [up] X·W + b + R",
        "head: [down] X·W + b");
  }

  /** LayerNormalization with gamma and beta, or the operators that it is made of. */
  private static ModelBuilder normalized(
      ModelBuilder model, boolean isInSmallOperators, String value, String result) {
    return isInSmallOperators
        ? model
            .weight("two", shape(), 2)
            .weight("eps", shape(), 1e-5f)
            .node("ReduceMean", "mean", attribute("axes", new long[] {-1}), value)
            .node("Sub", "d", value, "mean")
            .node("Pow", "squares", "d", "two")
            .node("ReduceMean", "variance", attribute("axes", new long[] {-1}), "squares")
            .node("Add", "sum", "variance", "eps")
            .node("Sqrt", "deviation", "sum")
            .node("Div", "normal", "d", "deviation")
            .node("Mul", "weighted", "normal", "gamma")
            .node("Add", result, "weighted", "beta")
        : model.node("LayerNormalization", result, attribute("axis", -1), value, "gamma", "beta");
  }

  @Test
  void severalInputsAndOutputsKeepTheirNamesAndOrder() {
    ModelBuilder model = model()
        .input(port("board", -1, 3))
        .alsoInput(port("clock", -1, 2))
        .weight("trunk.weight", shape(3, 4), random(1, 12))
        .weight("move.weight", shape(6, 2), random(2, 12))
        .weight("value.weight", shape(6, 2), random(3, 12))
        .alsoOutput("value")
        .node("MatMul", "z", "board", "trunk.weight")
        .node("Relu", "a", "z")
        .node("Concat", "both", attribute("axis", 1), "a", "clock")
        .node("MatMul", "m", "both", "move.weight")
        .node("Softmax", "y", "m")
        .node("MatMul", "v", "both", "value.weight")
        .node("Tanh", "value", "v");
    assertNetwork(
        model,
        "trunk: [board] relu(X·W)",
        "move: [trunk, clock] softmax(X·W)",
        "value: [trunk, clock] tanh(X·W)");
    try (OnnxFile file = model.open()) {
      assertEquals(
          List.of("clock", "board"),
          file.model().spec().inputs().stream().map(PortSpec::name).toList());
      assertEquals(
          List.of("value", "move"),
          file.model().spec().outputs().stream().map(PortSpec::name).toList());
      assertEquals(List.of("value", "y"), file.model().outputs());
    }
  }

  @Test
  void aNormalizationBehindAnActivationBecomesAPartOfAllItsReaders() {
    assertNetwork(
        withWeights(13)
            .weight("c", shape(4), random(9, 4))
            .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
            .node("Relu", "a1", "z1")
            .node("Mul", "n", "a1", "c")
            .node("Gemm", "z2", "n", "up.weight", "up.bias")
            .node("Gemm", "z3", "z2", "down.weight", "down.bias")
            .node("Relu", "a3", "z3")
            .node("Gemm", "h", "n", "head.weight", "head.bias")
            .weight("last.weight", shape(4, 2), random(11, 8))
            .node("MatMul", "l", "a3", "last.weight")
            .node("Add", "y", "l", "h"),
        "stem: [x] relu(X·W + b)",
        "up: [stem] X·W + b",
        "down: [up] relu(X·W + b)",
        "head: [stem] X·W + b",
        "last: [down] X·W + R");
  }

  @Test
  void whatNoLayerCanAddIsRefusedWithTheReason() {
    ModelBuilder scaled = withWeights(13)
        .weight("c", shape(4), 1, 2, 3, 4)
        .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
        .node("Relu", "a1", "z1")
        .node("Mul", "n", "a1", "c")
        .node("Gemm", "z2", "n", "up.weight", "up.bias")
        .node("Gemm", "z3", "z2", "down.weight", "down.bias")
        .node("Add", "s", named("block"), "z3", "n")
        .node("Gemm", "y", "s", "head.weight", "head.bias");
    assertUnsupported(
        scaled,
        "Add \"block\" adds a value that is scaled, normalised or put together",
        "expected: the result of a dense layer, or an input, as it is");
    ModelBuilder twice = withWeights(13)
        .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
        .node("Relu", "a1", "z1")
        .node("Gemm", "z2", "a1", "up.weight", "up.bias")
        .node("Gemm", "z3", "z2", "down.weight", "down.bias")
        .node("Add", "s", "z3", "a1")
        .node("Add", "t", named("again"), "s", "a1")
        .node("Gemm", "y", "t", "head.weight", "head.bias");
    assertUnsupported(twice, "Add \"again\" adds two values that are no longer a layer's own");
  }

  @Test
  void anActivationOfAValueThatIsReadElsewhereIsRefused() {
    assertUnsupported(
        withWeights(13)
            .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
            .node("Relu", "a1", named("act"), "z1")
            .node("Gemm", "z2", "a1", "up.weight", "up.bias")
            .node("Gemm", "z3", "z2", "down.weight", "down.bias")
            .node("Add", "s", "z3", "z1")
            .node("Gemm", "y", "s", "head.weight", "head.bias"),
        "Relu \"act\" follows no dense layer",
        "found: a value that is read elsewhere");
  }

  @Test
  void aLayerThatNoOutputNeedsIsRefused() {
    assertUnsupported(
        withWeights(13)
            .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
            .node("Gemm", "y", "z1", "head.weight", "head.bias")
            .node("Gemm", "z2", named("lost"), "z1", "up.weight", "up.bias")
            .node("Gemm", "z3", "z2", "down.weight", "down.bias"),
        "the output of the model is not what its last node makes",
        "\"y\", which needs nothing of Gemm \"lost\"");
  }

  @Test
  void widthsThatDoNotFitAreRefused() {
    assertUnsupported(
        withWeights(13)
            .node("Gemm", "z1", "x", "stem.weight", "stem.bias")
            .node("Gemm", "z2", "z1", "up.weight", "up.bias")
            .node("Add", "s", named("sum"), "z2", "z1")
            .node("Gemm", "z3", "s", "down.weight", "down.bias")
            .node("Gemm", "y", "z3", "head.weight", "head.bias"),
        "Add \"sum\" adds values of different widths",
        "found: (N x 6) and (N x 4)");
  }

  @Test
  void aFileThatClaimsManyColumnsAllocatesNoneOfThem() {
    assertUnsupported(
        model()
            .input(port("x", -1, 2_000_000_000))
            .alsoInput(port("small", -1, 2))
            .weight("c", shape(), 2)
            .weight("W", shape(2, 2), 1, 2, 3, 4)
            .node("Mul", "scaled", "x", "c")
            .node("Concat", "both", attribute("axis", 1), "scaled", "small")
            .node("MatMul", "y", "both", "W"),
        "the model adds or multiplies by too many constants");
  }

  @Test
  void valuesThatArePutSideBySideAgainAndAgainAreRefused() {
    ModelBuilder model = model().weight("W", shape(3, 2), 1, 2, 3, 4, 5, 6);
    String all = "x";
    for (int i = 0; i < 1500; i++) {
      model
          .node("MatMul", "z" + i, "x", "W")
          .node("Concat", "all" + i, attribute("axis", 1), all, "z" + i);
      all = "all" + i;
    }
    assertUnsupported(
        model.node("MatMul", "y", all, "W"), "the model puts too many values side by side");
  }
}
