package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static dev.lamina.weights.Weights.elements;
import static dev.lamina.weights.Weights.network;
import static dev.lamina.weights.Weights.squareNetwork;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.ErrorCode;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tensor of a file belongs to which layer, and which way round it is, by the tool's names. */
class NamingTest {

  /** Square layers, each with its number in all elements but one: weight[0][1] is negative. */
  private static byte[] squares(List<String> weights, List<String> biases) {
    SafetensorsBuilder file = new SafetensorsBuilder();
    for (int i = 0; i < weights.size(); i++) {
      file.tensor(weights.get(i), Shape.of(2, 2), i + 1, -i - 1, i + 1, i + 1)
          .tensor(biases.get(i), Shape.of(2), i + 1, i + 1);
    }
    return file.bytes();
  }

  private static void assertLayers(
      WeightsSource source, NetworkSpec network, boolean transposed, int... numbers) {
    try (OpenWeights weights = source.open(network)) {
      for (int i = 0; i < numbers.length; i++) {
        String layer = network.layers().get(i).name();
        float n = numbers[i];
        float[] expected = transposed ? new float[] {n, n, -n, n} : new float[] {n, -n, n, n};
        assertArrayEquals(expected, elements(weights, layer + ".weight"), layer);
        assertArrayEquals(new float[] {n, n}, elements(weights, layer + ".bias"), layer);
      }
    }
  }

  static Stream<Arguments> schemes() {
    return Stream.of(
        arguments(true, "0.weight 2.weight 10.weight", "0.bias 2.bias 10.bias"),
        arguments(
            true, "net.1.weight net.4.weight net.7.weight", "net.1.bias net.4.bias net.7.bias"),
        arguments(false, "coefs_0 coefs_1 coefs_2", "intercepts_0 intercepts_1 intercepts_2"),
        arguments(
            false,
            "mlp.coefs_0 mlp.coefs_1 mlp.coefs_2",
            "mlp.intercepts_0 mlp.intercepts_1 mlp.intercepts_2"),
        arguments(
            false,
            "dense/kernel dense_1/kernel dense_2/kernel",
            "dense/bias dense_1/bias dense_2/bias"),
        arguments(
            false,
            "dense_5/kernel:0 dense_9/kernel:0 dense_10/kernel:0",
            "dense_5/bias:0 dense_9/bias:0 dense_10/bias:0"),
        arguments(
            false,
            "dense/dense/kernel:0 dense_1/dense_1/kernel:0 dense_2/dense_2/kernel:0",
            "dense/dense/bias:0 dense_1/dense_1/bias:0 dense_2/dense_2/bias:0"),
        arguments(
            false,
            "params.Dense_0.kernel params.Dense_1.kernel params.Dense_10.kernel",
            "params.Dense_0.bias params.Dense_1.bias params.Dense_10.bias"),
        arguments(
            false,
            "dense_kernel dense_1_kernel dense_2_kernel",
            "dense_bias dense_1_bias dense_2_bias"),
        arguments(
            false, "m/fc1/kernel m/fc2/kernel m/fc3/kernel", "m/fc1/bias m/fc2/bias m/fc3/bias"));
  }

  /** Written from the last to the first: the order in the file must not matter. */
  @ParameterizedTest
  @MethodSource("schemes")
  void layersAreInTheOrderOfTheirNumbers(boolean outByIn, String weights, String biases) {
    byte[] file = squares(reversed(weights), reversed(biases));
    NetworkSpec network = squareNetwork(2, "a", "b", "c");

    assertLayers(Weights.file(file), network, outByIn, 3, 2, 1);
    assertLayers(Weights.file(file).orientation(Orientation.IN_BY_OUT), network, false, 3, 2, 1);
    assertLayers(Weights.file(file).orientation(Orientation.OUT_BY_IN), network, true, 3, 2, 1);
  }

  private static List<String> reversed(String names) {
    String[] parts = names.split(" ", -1);
    return List.of(parts[2], parts[1], parts[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s.weight %s.bias", "model/%s/kernel:0 model/%s/bias:0"})
  void namesOfTheLayersGoBeforeTheirOrder(String names) {
    List<String> patterns = List.of(names.split(" ", -1));
    List<String> weights = Stream.of("hidden", "output")
        .map(name -> String.format(patterns.get(0), name))
        .toList();
    List<String> biases = Stream.of("hidden", "output")
        .map(name -> String.format(patterns.get(1), name))
        .toList();

    assertLayers(
        Weights.file(squares(weights, biases)),
        squareNetwork(2, "output", "hidden"),
        names.contains("weight"),
        2,
        1);
  }

  @Test
  void layersOfTheSameNameInTwoModelsAreNotMixedUp() {
    byte[] file = squares(
        List.of("encoder/dense/kernel", "decoder/dense/kernel"),
        List.of("encoder/dense/bias", "decoder/dense/bias"));

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, squareNetwork(2, "a", "b")),
        "the names of its tensors do not say which layer they belong to");
  }

  /** scikit-learn counts without gaps, so the last layer of such a file is not the second. */
  @Test
  void aGapInTheNumbersOfScikitLearnIsAMissingLayer() {
    byte[] file = squares(List.of("coefs_0", "coefs_2"), List.of("intercepts_0", "intercepts_2"));

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, squareNetwork(2, "a", "b")),
        "(4 problems)",
        "b: coefs_1 is missing, expected (2 x 2) (in x out)",
        "b: intercepts_1 is missing, expected (2)",
        "coefs_2 (2 x 2) belongs to no layer");
  }

  @Test
  void aMissingTensorIsCalledAsTheToolWouldCallIt() {
    assertMissing("coefs_0", "intercepts_0");
    assertMissing("coef_", "intercept_");
    assertMissing("dense/kernel:0", "dense/bias:0");
    assertMissing("net.0.weight", "net.0.bias");
  }

  private static void assertMissing(String weight, String bias) {
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(
            new SafetensorsBuilder().tensor(weight, Shape.of(2, 2)).bytes(), network(2, 2)),
        "layer1: " + bias + " is missing, expected (2)");
    assertRefused(
        ErrorCode.WEIGHTS,
        () ->
            Weights.open(new SafetensorsBuilder().tensor(bias, Shape.of(2)).bytes(), network(2, 2)),
        "layer1: " + weight + " is missing");
  }

  // Linear models

  @Test
  void aLinearModelOfOneOutputMayLackItsDimension() {
    byte[] file = new SafetensorsBuilder()
        .tensor("coef_", Shape.of(3), 1, 2, 3)
        .tensor("intercept_", Shape.of(), 4)
        .bytes();
    try (OpenWeights weights = Weights.open(file, network(3, 1))) {
      assertArrayEquals(new float[] {1, 2, 3}, elements(weights, "layer1.weight"));
      assertArrayEquals(new float[] {4}, elements(weights, "layer1.bias"));
      assertEquals(Shape.of(3, 1), weights.parameters().tensor("layer1.weight").shape());
      assertEquals(Shape.of(1), weights.parameters().tensor("layer1.bias").shape());
    }
  }

  @Test
  void otherModelsMayNotLackADimension() {
    byte[] file = new SafetensorsBuilder()
        .tensor("weight", Shape.of(3), 1, 2, 3)
        .tensor("bias", Shape.of(), 4)
        .bytes();

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, network(3, 1)),
        "layer1: weight is (3), expected (1 x 3) (out x in)",
        "layer1: bias is (), expected (1)");
  }

  // Orientation

  @Test
  void aTransposedWeightIsRecognisedInEveryConvention() {
    byte[] file = new SafetensorsBuilder()
        .tensor("coefs_0", Shape.of(128, 784))
        .tensor("intercepts_0", Shape.of(128))
        .bytes();

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, network(784, 128)),
        "layer1: coefs_0 is (128 x 784), expected (784 x 128) (in x out): it looks transposed",
        "fix: if all weights of the file are out x in, use"
            + " WeightsSource.file(path).orientation(Orientation.OUT_BY_IN)");
    try (OpenWeights weights =
        Weights.file(file).orientation(Orientation.OUT_BY_IN).open(network(784, 128))) {
      assertEquals(784, elements(weights, "layer1.weight")[1]);
    }
  }

  @Test
  void aTransposedWeightAmongOthersHasToBeStoredAgain() {
    byte[] file = new SafetensorsBuilder()
        .tensor("0.weight", Shape.of(4, 3))
        .tensor("0.bias", Shape.of(4))
        .tensor("2.weight", Shape.of(4, 5))
        .tensor("2.bias", Shape.of(5))
        .bytes();

    String text = assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, network(3, 4, 5)),
        "layer2: 2.weight is (4 x 5), expected (5 x 4) (out x in): it looks transposed",
        "fix: store each weight as out x in like the others");
    assertFalse(text.contains("Orientation."), text);
  }

  // Overrides

  @Test
  void aTensorIsWhatTheUserSaysAndTheRestFollowsTheRules() {
    byte[] file = squares(
        List.of("0.weight", "head.weight", "2.weight"), List.of("0.bias", "head.bias", "2.bias"));

    assertLayers(
        Weights.file(file).rename("head.weight", "b.weight").rename("head.bias", "b.bias"),
        squareNetwork(2, "a", "b", "c"),
        true,
        1,
        2,
        3);
  }

  /** Its own name still says which way round it is. */
  @Test
  void aRenamedTensorKeepsItsOrientation() {
    byte[] file = squares(List.of("dense/kernel"), List.of("dense/bias"));

    assertLayers(
        Weights.file(file).rename("dense/kernel", "a.weight").rename("dense/bias", "a.bias"),
        squareNetwork(2, "a"),
        false,
        1);
  }

  @Test
  void whatIsSaidTwiceCountsAsItWasSaidLast() {
    byte[] file = squares(List.of("w1", "w2"), List.of("b1", "b2"));

    assertLayers(
        Weights.file(file)
            .orientation(Orientation.IN_BY_OUT)
            .rename("w1", "a.weight")
            .rename("b1", "a.bias")
            .rename("w2", "a.weight")
            .rename("b2", "a.bias")
            .orientation(Orientation.OUT_BY_IN)
            .ignore("w1")
            .ignore("b1"),
        squareNetwork(2, "a"),
        true,
        2);
  }

  @Test
  void aNameThatIsNotThereIsAnError() {
    byte[] file = squares(List.of("0.weight"), List.of("0.bias"));

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.file(file)
            .rename("0.wieght", "a.weight")
            .rename("0.bias", "b.bias")
            .open(squareNetwork(2, "a")),
        "rename(\"0.wieght\", \"a.weight\"): the file has no tensor 0.wieght",
        "rename(\"0.bias\", \"b.bias\"): the network has no tensor b.bias",
        "fix: rename one of 0.weight (2 x 2), 0.bias (2)",
        "fix: rename to one of a.weight, a.bias");
  }

  @Test
  void aSourceIsNeverChanged() {
    byte[] file = squares(List.of("w"), List.of("b"));
    WeightsFile plain = Weights.file(file);
    plain.rename("w", "a.weight");
    plain.rename("b", "a.bias");
    plain.ignore("w");
    plain.orientation(Orientation.IN_BY_OUT);

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> plain.open(squareNetwork(2, "a")),
        "the names of its tensors do not say");
  }

  // What is no weight

  @Test
  void aScalerIsRecognisedAndLeftOutOnlyOnRequest() {
    SafetensorsBuilder builder = new SafetensorsBuilder()
        .tensor("coefs_0", Shape.of(3, 2))
        .tensor("intercepts_0", Shape.of(2))
        .tensor("mean", Shape.of(3))
        .tensor("scale", Shape.of(3));

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(builder.bytes(), network(3, 2)),
        "(2 problems)",
        "mean (3) belongs to no layer: it looks like a part of a scaler of the inputs",
        "scale (3) belongs to no layer: it looks like a part of a scaler of the inputs",
        "fix: write @InputScale beside the @Dense layers; if the program"
            + " scales its inputs itself, or the annotation has constants, leave it out with WeightsSource.file(path).ignore(name)");
    Weights.file(builder.bytes())
        .ignore("mean")
        .ignore("scale")
        .ignore("not there")
        .open(network(3, 2))
        .close();
  }
}
