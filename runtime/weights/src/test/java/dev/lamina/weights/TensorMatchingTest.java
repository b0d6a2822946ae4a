package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static dev.lamina.weights.Weights.elements;
import static dev.lamina.weights.Weights.network;
import static dev.lamina.weights.Weights.squareNetwork;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorMatchingTest {

  private static SafetensorsBuilder file() {
    return new SafetensorsBuilder();
  }

  /** A layer whose every element is its mark, to tell layers of one shape apart. */
  private static SafetensorsBuilder addSquare(SafetensorsBuilder file, String group, float mark) {
    return file.tensor(group + "weight", Shape.of(2, 2), mark, mark, mark, mark)
        .tensor(group + "bias", Shape.of(2), mark, mark);
  }

  private static byte[] squares(String... groups) {
    SafetensorsBuilder file = file();
    for (int i = 0; i < groups.length; i++) {
      addSquare(file, groups[i], i + 1);
    }
    return file.bytes();
  }

  private static void assertMarks(byte[] file, NetworkSpec network, int... marks) {
    try (OpenWeights weights = Weights.open(file, network)) {
      for (int i = 0; i < marks.length; i++) {
        String layer = network.layers().get(i).name();
        assertEquals(marks[i], elements(weights, layer + ".weight")[0], layer);
        assertEquals(marks[i], elements(weights, layer + ".bias")[0], layer);
      }
    }
  }

  private static String assertDoesNotFit(byte[] file, NetworkSpec network, String... fragments) {
    return assertRefused(ErrorCode.WEIGHTS, () -> Weights.open(file, network), fragments);
  }

  // Which way round weights are

  @Test
  void weightsAreOutByInInTheFileAndInByOutInMemory() {
    byte[] file = file()
        .tensor("0.weight", Shape.of(2, 3), 1, 2, 3, 4, 5, 6)
        .tensor("0.bias", Shape.of(2), 7, 8)
        .bytes();
    try (OpenWeights weights = Weights.open(file, network(3, 2))) {
      assertEquals(Shape.of(3, 2), weights.parameters().shapes().get("layer1.weight"));
      assertEquals(Shape.of(3, 2), weights.parameters().tensor("layer1.weight").shape());
      assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, elements(weights, "layer1.weight"));
      assertArrayEquals(new float[] {7, 8}, elements(weights, "layer1.bias"));
    }
  }

  @Test
  void aSquareWeightIsOutByInToo() {
    byte[] file = file()
        .tensor("0.weight", Shape.of(2, 2), 1, 2, 3, 4)
        .tensor("0.bias", Shape.of(2), 5, 6)
        .bytes();
    try (OpenWeights weights = Weights.open(file, network(2, 2))) {
      assertArrayEquals(new float[] {1, 3, 2, 4}, elements(weights, "layer1.weight"));
    }
  }

  @Test
  void aTransposedWeightIsRecognised() {
    byte[] file = file()
        .tensor("0.weight", Shape.of(64, 32))
        .tensor("0.bias", Shape.of(32))
        .tensor("2.weight", Shape.of(32, 10))
        .tensor("2.bias", Shape.of(10))
        .bytes();

    assertDoesNotFit(
        file,
        network(64, 32, 10),
        "model.safetensors does not fit network Net (2 problems)",
        "the file:    64 -> 32 -> 10, if its weights are in x out",
        "the network: 64 -> 32 -> 10",
        "layer1: 0.weight is (64 x 32), expected (32 x 64) (out x in): it looks transposed",
        "layer2: 2.weight is (32 x 10), expected (10 x 32) (out x in): it looks transposed",
        "fix: if all weights of the file are in x out, use"
            + " WeightsSource.file(path).orientation(Orientation.IN_BY_OUT)");
  }

  // Names

  @Test
  void namesOfTheLayersAreTakenAtTheirWord() {
    assertMarks(squares("output.", "hidden."), squareNetwork(2, "hidden", "output"), 2, 1);
  }

  @Test
  void namesOfTheLayersGoBeforeTheirNumbers() {
    assertMarks(
        squares("layer1.", "layer2.", "layer3."),
        squareNetwork(2, "layer2", "layer3", "layer1"),
        2,
        3,
        1);
  }

  @Test
  void aNameMayHaveDots() {
    assertMarks(
        squares("model.head.", "model.body."), squareNetwork(2, "model.body", "model.head"), 2, 1);
  }

  @Test
  void numbersAreTakenInNumericOrder() {
    assertMarks(squares("10.", "0.", "2."), squareNetwork(2, "a", "b", "c"), 2, 3, 1);
    assertMarks(squares("net.4.", "net.0.", "net.12."), squareNetwork(2, "a", "b", "c"), 2, 1, 3);
  }

  @Test
  void numbersThatBeginElsewhereAreTakenInTheirOrderToo() {
    assertMarks(squares("layer1.", "layer0."), squareNetwork(2, "layer1", "layer2"), 2, 1);
    assertMarks(squares("layer4.", "layer2."), squareNetwork(2, "layer1", "layer2"), 2, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linear.", "a.b.c."})
  void oneLayerNeedsNoNumber(String group) {
    assertMarks(squares(group), squareNetwork(2, "layer1"), 1);
  }

  @Test
  void namesThatSayNothingAboutTheOrderAreAnError() {
    assertDoesNotFit(
        squares("encoder.", "head."),
        squareNetwork(2, "layer1", "layer2"),
        "[LAM-WEIGHTS] model.safetensors does not fit network Net: the names of its tensors do not"
            + " say which layer they belong to",
        "the file:    2 -> 2 -> 2",
        "found: encoder.weight (2 x 2), encoder.bias (2), head.weight (2 x 2), head.bias (2)",
        "expected: layer1.weight, layer1.bias, layer2.weight, layer2.bias; or names that differ in"
            + " one number, such as 0.weight, 2.weight",
        "fix: give the layers the names that the file has, @Dense(name = \"...\")");
  }

  @Test
  void namesThatDifferInTwoNumbersAreAnError() {
    assertDoesNotFit(
        squares("0.fc1.", "0.fc2.", "1.fc1."),
        squareNetwork(2, "a", "b", "c"),
        "the names of its tensors do not say which layer they belong to");
  }

  @Test
  void aFileWithoutTensorsIsForAnotherNetwork() {
    assertDoesNotFit(
        file().bytes(),
        network(2, 1),
        "(2 problems)",
        "the file:    no weight matrix",
        "layer1: weight is missing, expected (1 x 2) (out x in)",
        "layer1: bias is missing, expected (1)");
  }

  // Problems

  @Test
  void aFileForAnotherNetworkIsRecognisedAtAGlance() {
    byte[] file = file()
        .tensor("0.weight", Shape.of(100, 784))
        .tensor("0.bias", Shape.of(100))
        .tensor("2.weight", Shape.of(10, 100))
        .tensor("2.bias", Shape.of(10))
        .bytes();

    assertDoesNotFit(
        file,
        network(64, 32, 10),
        "\n  the file:    784 -> 100 -> 10\n  the network: 64 -> 32 -> 10\n",
        "layer1: 0.weight is (100 x 784), expected (32 x 64) (out x in)\n",
        "layer1: 0.bias is (100), expected (32)\n",
        "layer2: 2.weight is (10 x 100), expected (10 x 32) (out x in)\n",
        "fix: load the file that was trained as Net");
  }

  @Test
  void everyProblemIsInOneError() {
    byte[] file = file()
        .tensor("0.weight", Shape.of(3, 4)) // transposed
        .tensor("0.bias", Shape.of(1, 4)) // wrong rank
        .tensor("2.weight", "I16", Shape.of(5, 4), new byte[40]) // wrong type
        .tensor("2.extra", Shape.of(1)) // surplus, and no bias
        .tensor("4.weight", Shape.of(6, 7)) // wrong shape
        .tensor("4.bias", Shape.of(6))
        .tensor("step", "I64", Shape.of(), new byte[8]) // surplus
        .bytes();

    String text = assertDoesNotFit(file, network(3, 4, 5, 6));

    assertEquals(
        List.of(
            "[LAM-WEIGHTS] model.safetensors does not fit network Net (7 problems)",
            "  the file:    4 -> 3, 4 -> 5, 7 -> 6",
            "  the network: 3 -> 4 -> 5 -> 6",
            "  layer1: 0.weight is (3 x 4), expected (4 x 3) (out x in): it looks transposed",
            "  layer1: 0.bias is (1 x 4), expected (4)",
            "  layer2: 2.weight has dtype I16, expected float16, bfloat16, float32 or float64",
            "  layer2: 2.bias is missing, expected (5)",
            "  layer3: 4.weight is (6 x 7), expected (6 x 5) (out x in)",
            "  2.extra (1) belongs to no layer",
            "  step () belongs to no layer: it is a counter of the training, no weight",
            "  fix: load the file that was trained as Net, or make name, in and out of its @Dense"
                + " layers what the file has",
            "  fix: save the tensors as float32, with PyTorch model.float() before state_dict();"
                + " quantised weights have to be dequantised first",
            "  fix: make bias of that @Dense what the file has",
            "  fix: leave out what is no weight of the network with"
                + " WeightsSource.file(path).ignore(name)",
            "  fix: leave counters out when the weights are saved, or here with"
                + " WeightsSource.file(path).ignore(name)",
            "  fix: store each weight as out x in like the others, in Python weight.T before it is"
                + " saved"),
        text.lines().toList());
  }

  @Test
  void aSingleProblemIsInTheFirstLine() {
    byte[] file = file().tensor("0.weight", Shape.of(2, 3)).bytes();

    assertDoesNotFit(
        file,
        network(3, 2),
        "[LAM-WEIGHTS] model.safetensors does not fit network Net: layer1: 0.bias is missing,"
            + " expected (2)\n",
        "fix: make bias of that @Dense");
  }

  @Test
  void aWrongTypeAndAWrongShapeAreTwoProblems() {
    byte[] file = file()
        .tensor("0.weight", "U16", Shape.of(2, 4), new byte[16])
        .tensor("0.bias", Shape.of(2))
        .bytes();

    assertDoesNotFit(
        file,
        network(3, 2),
        "(2 problems)",
        "layer1: 0.weight has dtype U16, expected float16, bfloat16, float32 or float64",
        "layer1: 0.weight is (2 x 4), expected (2 x 3) (out x in)");
  }

  @Test
  void aBiasThatTheLayerDoesNotHaveIsSurplus() {
    LayerSpec layer =
        LayerSpec.of("layer1", NetworkSpec.INPUT, 3, 2, Activation.RELU).withoutBias();
    NetworkSpec network = NetworkSpec.chain("Net", layer);

    assertDoesNotFit(
        file().tensor("0.weight", Shape.of(2, 3)).tensor("0.bias", Shape.of(2)).bytes(),
        network,
        "layer1: 0.bias (2) is surplus, the layer has bias = false",
        "fix: make bias of that @Dense");
    try (OpenWeights weights =
        Weights.open(file().tensor("0.weight", Shape.of(2, 3)).bytes(), network)) {
      assertEquals(
          List.of("layer1.weight"), List.copyOf(weights.parameters().shapes().keySet()));
    }
  }

  @Test
  void layersThatTheFileDoesNotHaveAreMissing() {
    assertDoesNotFit(
        squares("0."),
        squareNetwork(2, "a", "b"),
        "the file:    2 -> 2\n",
        "the network: 2 -> 2 -> 2",
        "b: weight is missing, expected (2 x 2) (out x in)",
        "b: bias is missing, expected (2)");
  }

  @Test
  void layersThatTheNetworkDoesNotHaveAreSurplus() {
    assertDoesNotFit(
        squares("0.", "2.", "4."),
        squareNetwork(2, "a", "b"),
        "(2 problems)",
        "4.weight (2 x 2) belongs to no layer",
        "4.bias (2) belongs to no layer");
  }

  /** By number, layer2 and layer3 of the file would be taken for the first two layers. */
  @Test
  void aMissingLayerIsToldByTheNamesOfTheOthers() {
    byte[] file = file()
        .tensor("layer2.weight", Shape.of(5, 4))
        .tensor("layer2.bias", Shape.of(5))
        .tensor("layer3.weight", Shape.of(6, 5))
        .tensor("layer3.bias", Shape.of(6))
        .bytes();

    assertDoesNotFit(
        file,
        network(3, 4, 5, 6),
        "(2 problems)",
        "layer1: layer1.weight is missing, expected (4 x 3) (out x in)",
        "layer1: layer1.bias is missing, expected (4)");
  }

  @Test
  void aMisspeltNameIsShownBesideTheExpectedOne() {
    assertDoesNotFit(
        squares("hidden.", "outptu."),
        squareNetwork(2, "hidden", "output"),
        "(4 problems)",
        "output: output.weight is missing, expected (2 x 2) (out x in)",
        "outptu.weight (2 x 2) belongs to no layer",
        "outptu.bias (2) belongs to no layer");
  }

  @Test
  void theVectorsOfANormalisationAreSurplusAndNoLayer() {
    byte[] file = file()
        .tensor("0.weight", Shape.of(4, 3))
        .tensor("0.bias", Shape.of(4))
        .tensor("1.weight", Shape.of(4))
        .tensor("1.bias", Shape.of(4))
        .tensor("1.running_mean", Shape.of(4))
        .tensor("3.weight", Shape.of(5, 4))
        .tensor("3.bias", Shape.of(5))
        .bytes();

    String text = assertDoesNotFit(
        file,
        network(3, 4, 5),
        "(3 problems)",
        "1.weight (4) belongs to no layer",
        "1.bias (4) belongs to no layer",
        "1.running_mean (4) belongs to no layer");

    assertFalse(text.contains("3.weight"), text);
  }

  @Test
  void namesThatDifferByADotOnlyAreDifferentTensors() {
    byte[] file = file()
        .tensor("weight", Shape.of(2, 2))
        .tensor("bias", Shape.of(2))
        .tensor(".weight", Shape.of(2, 2))
        .bytes();

    assertDoesNotFit(file, network(2, 2), ".weight (2 x 2) belongs to no layer");
  }

  @Test
  void extentsBeyondIntAreShownAsTheyAre() {
    String header =
        "{\"0.weight\":{\"dtype\":\"F32\",\"shape\":[0,5000000000],\"data_offsets\":[0,0]}}";

    assertDoesNotFit(
        SafetensorsBuilder.file(header, new byte[0]),
        network(2, 2),
        "layer1: 0.weight is (0 x 5000000000), expected (2 x 2) (out x in)");
  }

  @Test
  void onlyTheFirstOfManySurplusTensorsAreListed() {
    SafetensorsBuilder file = file();
    for (int i = 0; i < 1000; i++) {
      addSquare(file, "blocks." + i + ".", i);
    }

    String text = assertDoesNotFit(
        file.bytes(), network(2, 2), "(1998 problems)", "1978 more tensors belong to no layer");

    assertTrue(text.lines().count() < 30, text);
    assertTrue(text.length() < 3000, text);
  }
}
