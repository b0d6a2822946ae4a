package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static dev.lamina.weights.Weights.elements;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lamina.Activation;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which layer the vectors of a normalisation belong to, which tools name as if they were layers. */
class NormalizationNamesTest {

  private static final Normalization NONE = Normalization.NONE;
  private static final Normalization BATCH = Normalization.BATCH;
  private static final Normalization LAYER = Normalization.LAYER;

  /** Layers 2 × 2 of these names and normalisations. */
  private static NetworkSpec network(String names, Normalization... normalizations) {
    List<LayerSpec> layers = new ArrayList<>();
    String input = NetworkSpec.INPUT;
    for (String name : names.split(" ", -1)) {
      LayerSpec layer = LayerSpec.of(name, input, 2, 2, Activation.RELU);
      Normalization kind = normalizations[layers.size()];
      layers.add(kind == NONE ? layer : layer.withNormalization(NormalizationSpec.of(kind)));
      input = name;
    }
    return NetworkSpec.chain("Net", layers.toArray(LayerSpec[]::new));
  }

  private static SafetensorsBuilder layers(String... names) {
    SafetensorsBuilder file = new SafetensorsBuilder();
    for (String name : names) {
      file.tensor(name + ".weight", Shape.of(2, 2), 1, 2, 3, 4)
          .tensor(name + ".bias", Shape.of(2), 5, 6);
    }
    return file;
  }

  /** The vectors of PyTorch's BatchNorm1d, which begin with this number. */
  private static void addBatchNorm(SafetensorsBuilder file, String name, int first) {
    file.tensor(name + ".weight", Shape.of(2), first, 1)
        .tensor(name + ".bias", Shape.of(2), first, 2)
        .tensor(name + ".running_mean", Shape.of(2), first, 3)
        .tensor(name + ".running_var", Shape.of(2), first, 4)
        .tensor(name + ".num_batches_tracked", "I64", Shape.of(), new byte[8]);
  }

  private static void assertNormalization(
      byte[] file, NetworkSpec network, String layer, int first) {
    try (OpenWeights weights = Weights.open(file, network)) {
      List<String> roles = List.of("weight", "bias", "running_mean", "running_var");
      for (int i = 0; i < 4; i++) {
        assertArrayEquals(
            new float[] {first, i + 1}, elements(weights, layer + ".norm." + roles.get(i)));
      }
      assertEquals(List.of(), weights.warnings());
    }
  }

  @Test
  void aNormalisationBelongsToTheLayerWithTheNumberBeforeIt() {
    SafetensorsBuilder file = layers("0", "3", "6");
    addBatchNorm(file, "1", 10);
    addBatchNorm(file, "4", 20);
    NetworkSpec network = network("a b c", BATCH, BATCH, NONE);

    assertNormalization(file.bytes(), network, "a", 10);
    assertNormalization(file.bytes(), network, "b", 20);
  }

  @Test
  void aNormalisationBehindTheActivationIsStillTheLayers() {
    SafetensorsBuilder file = layers("net.0", "net.10");
    addBatchNorm(file, "net.2", 10);

    assertNormalization(file.bytes(), network("a b", BATCH, NONE), "a", 10);
  }

  @Test
  void laminasOwnNamesSayTheLayer() {
    SafetensorsBuilder file = layers("hidden", "output");
    addBatchNorm(file, "output.norm", 10);

    assertNormalization(file.bytes(), network("hidden output", NONE, BATCH), "output", 10);
  }

  @Test
  void normalisationsWithNumbersOfTheirOwnAreThoseOfTheDeclaredLayersInOrder() {
    SafetensorsBuilder file = layers("fc1", "fc2", "fc3");
    addBatchNorm(file, "bn2", 20);
    addBatchNorm(file, "bn1", 10);

    NetworkSpec network = network("fc1 fc2 fc3", BATCH, NONE, BATCH);
    assertNormalization(file.bytes(), network, "fc1", 10);
    assertNormalization(file.bytes(), network, "fc3", 20);
  }

  @Test
  void moreNormalisationsThanLayersThatHaveOneAreNotGuessedAt() {
    SafetensorsBuilder file = layers("fc1", "fc2");
    addBatchNorm(file, "bn1", 10);
    addBatchNorm(file, "bn2", 20);

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file.bytes(), network("fc1 fc2", BATCH, NONE)),
        "fc1: fc1.norm.weight is missing, expected (2)",
        "bn1.running_var (2) belongs to no layer: it is part of a normalisation",
        "WeightsSource.file(path).rename(\"bn.weight\", \"fc1.norm.weight\") and so on");
  }

  @Test
  void kerasNamesItsOwnWay() {
    byte[] file = new SafetensorsBuilder()
        .tensor("dense/kernel", Shape.of(2, 2), 1, 2, 3, 4)
        .tensor("dense/bias", Shape.of(2), 5, 6)
        .tensor("dense_1/kernel", Shape.of(2, 2), 1, 2, 3, 4)
        .tensor("dense_1/bias", Shape.of(2), 5, 6)
        .tensor("batch_normalization/gamma", Shape.of(2), 10, 1)
        .tensor("batch_normalization/beta", Shape.of(2), 10, 2)
        .tensor("batch_normalization/moving_mean", Shape.of(2), 10, 3)
        .tensor("batch_normalization/moving_variance", Shape.of(2), 10, 4)
        .tensor("batch_normalization_1/gamma:0", Shape.of(2), 20, 1)
        .tensor("batch_normalization_1/beta:0", Shape.of(2), 20, 2)
        .tensor("batch_normalization_1/moving_mean:0", Shape.of(2), 20, 3)
        .tensor("batch_normalization_1/moving_variance:0", Shape.of(2), 20, 4)
        .bytes();

    NetworkSpec network = network("a b", BATCH, BATCH);
    assertNormalization(file, network, "a", 10);
    assertNormalization(file, network, "b", 20);
  }

  @Test
  void whatANormalisationDidNotLearnIsOneOrZero() {
    SafetensorsBuilder torch = layers("0", "3")
        .tensor("1.running_mean", Shape.of(2), 1, 2)
        .tensor("1.running_var", Shape.of(2), 3, 4);
    try (OpenWeights weights = Weights.open(torch.bytes(), network("a b", BATCH, NONE))) {
      assertArrayEquals(new float[] {1, 1}, elements(weights, "a.norm.weight"));
      assertArrayEquals(new float[] {0, 0}, elements(weights, "a.norm.bias"));
      assertArrayEquals(new float[] {1, 2}, elements(weights, "a.norm.running_mean"));
    }
    byte[] keras = new SafetensorsBuilder()
        .tensor("dense/kernel", Shape.of(2, 2), 1, 2, 3, 4)
        .tensor("dense/bias", Shape.of(2), 5, 6)
        .tensor("batch_normalization/beta", Shape.of(2), 7, 8)
        .tensor("batch_normalization/moving_mean", Shape.of(2), 1, 2)
        .tensor("batch_normalization/moving_variance", Shape.of(2), 3, 4)
        .bytes();
    try (OpenWeights weights = Weights.open(keras, network("a", BATCH))) {
      assertArrayEquals(new float[] {1, 1}, elements(weights, "a.norm.weight"));
      assertArrayEquals(new float[] {7, 8}, elements(weights, "a.norm.bias"));
    }
  }

  @Test
  void aBatchNormOfPyTorchWithAWeightAndNoBiasIsIncomplete() {
    SafetensorsBuilder file = layers("0", "3")
        .tensor("1.weight", Shape.of(2), 1, 2)
        .tensor("1.running_mean", Shape.of(2), 1, 2)
        .tensor("1.running_var", Shape.of(2), 3, 4);

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file.bytes(), network("a b", BATCH, NONE)),
        "a: 0.norm.bias is missing, expected (2)");
  }

  @Test
  void theVectorsOfALayerNormAreThoseOfALayerThatIsNormalisedByRow() {
    byte[] file = layers("0", "3")
        .tensor("1.weight", Shape.of(2), 1, 2)
        .tensor("1.bias", Shape.of(2), 3, 4)
        .bytes();

    try (OpenWeights weights = Weights.open(file, network("a b", LAYER, NONE))) {
      assertArrayEquals(new float[] {1, 2}, elements(weights, "a.norm.weight"));
      assertArrayEquals(new float[] {3, 4}, elements(weights, "a.norm.bias"));
    }
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, network("a b", BATCH, NONE)),
        "(2 problems)",
        "a: 0.norm.running_mean is missing, expected (2)");
  }

  @Test
  void aSlopeBehindANormalisationIsFoundToo() {
    SafetensorsBuilder file = layers("0", "3").tensor("2.weight", Shape.of(1), 0.25f);
    addBatchNorm(file, "1", 10);
    NetworkSpec network = NetworkSpec.chain(
        "Net",
        LayerSpec.of("a", NetworkSpec.INPUT, 2, 2, Activation.PRELU)
            .withNormalization(NormalizationSpec.of(BATCH)),
        LayerSpec.of("b", "a", 2, 2, Activation.IDENTITY));

    assertNormalization(file.bytes(), network, "a", 10);
    try (OpenWeights weights = Weights.open(file.bytes(), network)) {
      assertArrayEquals(new float[] {0.25f}, elements(weights, "a.slope"));
    }
  }

  @Test
  void aNormalisationThatTheFileDoesNotHaveIsSaid() {
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(layers("0").bytes(), network("a", BATCH)),
        "(4 problems)",
        "a: 0.norm.running_var is missing, expected (2)",
        "fix: make normalization of that @Dense what the network was trained with");
  }

  private static LayerSpec layer(String name, String input) {
    return LayerSpec.of(name, input, 2, 2, Activation.RELU);
  }

  private static LayerSpec normalizedInput(String name, String input, Normalization kind) {
    return layer(name, input).withInputNormalization(NormalizationSpec.of(kind));
  }

  private static void assertNormalizedInput(
      byte[] file, NetworkSpec network, String layer, int first) {
    try (OpenWeights weights = Weights.open(file, network)) {
      List<String> roles = List.of("weight", "bias", "running_mean", "running_var");
      for (int i = 0; i < 4; i++) {
        assertArrayEquals(
            new float[] {first, i + 1}, elements(weights, layer + ".input_norm." + roles.get(i)));
      }
      assertEquals(List.of(), weights.warnings());
    }
  }

  @Test
  void aNormalisationInFrontOfTheFirstLayerIsThatOfWhatItReads() {
    SafetensorsBuilder file = layers("1", "3");
    addBatchNorm(file, "0", 10);

    assertNormalizedInput(
        file.bytes(),
        NetworkSpec.chain("Net", normalizedInput("a", "x", BATCH), layer("b", "a")),
        "a",
        10);
  }

  @Test
  void aNormalisationBetweenLayersIsTheNextOnesIfThatIsWhatIsDeclared() {
    SafetensorsBuilder file = layers("0", "3", "5");
    addBatchNorm(file, "2", 10);
    NetworkSpec network = NetworkSpec.chain(
        "Net", layer("a", "x"), normalizedInput("b", "a", BATCH), layer("c", "b"));

    assertNormalizedInput(file.bytes(), network, "b", 10);
  }

  @Test
  void ofTwoNormalisationsBetweenLayersEachHasOne() {
    SafetensorsBuilder file = layers("0", "4");
    addBatchNorm(file, "1", 10);
    addBatchNorm(file, "3", 20);
    NetworkSpec network = NetworkSpec.chain(
        "Net",
        layer("a", "x").withNormalization(NormalizationSpec.of(BATCH)),
        normalizedInput("b", "a", BATCH));

    assertNormalization(file.bytes(), network, "a", 10);
    assertNormalizedInput(file.bytes(), network, "b", 20);
  }

  @Test
  void laminasOwnNamesOfANormalisedInputSayTheLayerWhateverIsDeclared() {
    SafetensorsBuilder file = layers("hidden", "output");
    addBatchNorm(file, "output.input_norm", 10);
    NetworkSpec network =
        NetworkSpec.chain("Net", layer("hidden", "x"), normalizedInput("output", "hidden", BATCH));
    assertNormalizedInput(file.bytes(), network, "output", 10);

    SafetensorsBuilder other = layers("1", "2");
    addBatchNorm(other, "1.norm", 10);
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(
            other.bytes(),
            NetworkSpec.chain("Net", layer("1", "x"), normalizedInput("2", "1", BATCH))),
        "2: 2.input_norm.weight is missing, expected (2)",
        "1.norm.running_var (2) belongs to no layer: it is part of a normalisation",
        "fix: make inputNormalization of that @Dense what the network was trained with, or say which"
            + " tensors are its parts, WeightsSource.file(path).rename(\"bn.weight\","
            + " \"2.input_norm.weight\") and so on");
  }

  @Test
  void normalisationsOfInputsWithNumbersOfTheirOwnComeBeforeThoseOfTheirLayers() {
    SafetensorsBuilder file = layers("fc1", "fc2");
    addBatchNorm(file, "bn1", 10);
    addBatchNorm(file, "bn2", 20);
    NetworkSpec network = NetworkSpec.chain(
        "Net",
        normalizedInput("fc1", "x", BATCH).withNormalization(NormalizationSpec.of(BATCH)),
        layer("fc2", "fc1"));

    assertNormalizedInput(file.bytes(), network, "fc1", 10);
    assertNormalization(file.bytes(), network, "fc1", 20);
  }

  @Test
  void kerasCountsEachKindForItself() {
    byte[] file = new SafetensorsBuilder()
        .tensor("dense/kernel", Shape.of(2, 2), 1, 2, 3, 4)
        .tensor("dense/bias", Shape.of(2), 5, 6)
        .tensor("dense_1/kernel", Shape.of(2, 2), 1, 2, 3, 4)
        .tensor("dense_1/bias", Shape.of(2), 5, 6)
        .tensor("batch_normalization/beta", Shape.of(2), 10, 2)
        .tensor("batch_normalization/moving_mean", Shape.of(2), 10, 3)
        .tensor("batch_normalization/moving_variance", Shape.of(2), 10, 4)
        .tensor("layer_normalization/gamma", Shape.of(2), 20, 1)
        .tensor("layer_normalization/beta", Shape.of(2), 20, 2)
        .bytes();
    NetworkSpec network = NetworkSpec.chain(
        "Net", normalizedInput("a", "x", BATCH), normalizedInput("b", "a", LAYER));

    try (OpenWeights weights = Weights.open(file, network)) {
      assertArrayEquals(new float[] {1, 1}, elements(weights, "a.input_norm.weight"));
      assertArrayEquals(new float[] {10, 3}, elements(weights, "a.input_norm.running_mean"));
      assertArrayEquals(new float[] {20, 1}, elements(weights, "b.input_norm.weight"));
    }
  }

  @Test
  void anInputNormalisationThatDidNotLearnHasTheWidthOfTheInput() {
    byte[] file = new SafetensorsBuilder()
        .tensor("0.running_mean", Shape.of(3), 1, 2, 3)
        .tensor("0.running_var", Shape.of(3), 4, 5, 6)
        .tensor("1.weight", Shape.of(2, 3), 1, 2, 3, 4, 5, 6)
        .tensor("1.bias", Shape.of(2), 5, 6)
        .bytes();
    NetworkSpec network = NetworkSpec.chain(
        "Net",
        LayerSpec.of("a", "x", 3, 2, Activation.RELU)
            .withInputNormalization(NormalizationSpec.of(BATCH)));

    try (OpenWeights weights = Weights.open(file, network)) {
      assertArrayEquals(new float[] {1, 1, 1}, elements(weights, "a.input_norm.weight"));
      assertArrayEquals(new float[] {0, 0, 0}, elements(weights, "a.input_norm.bias"));
    }
  }

  @Test
  void aFileSaysWhichInputsAreNormalised(@TempDir Path directory) throws IOException {
    SafetensorsBuilder builder = layers("1", "5");
    addBatchNorm(builder, "0", 10);
    addBatchNorm(builder, "2", 20);
    builder.tensor("4.weight", Shape.of(2), 1, 2).tensor("4.bias", Shape.of(2), 3, 4);
    Path file = Files.write(directory.resolve("net.safetensors"), builder.bytes());
    try (FileContents contents = FileContents.open(file)) {
      NetworkSpec network = contents.network("Net").orElseThrow();
      LayerSpec first = network.layers().get(0);
      assertEquals(Optional.of(NormalizationSpec.of(BATCH)), first.inputNormalization());
      assertEquals(Optional.of(NormalizationSpec.of(BATCH)), first.normalization());
      assertEquals(
          Optional.of(NormalizationSpec.of(LAYER)), network.layers().get(1).inputNormalization());
    }
  }

  @Test
  void whatIsWrittenIsRead(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("net.safetensors");
    NetworkSpec network = network("hidden output", BATCH, BATCH);
    WeightsWriter.write(file, network, Parameters.random(network, 1), Optional.empty());

    byte[] bytes = Files.readAllBytes(file);
    try (OpenWeights weights = Weights.open(bytes, network)) {
      assertArrayEquals(new float[] {1, 1}, elements(weights, "output.norm.running_var"));
    }
    NetworkSpec reading = NetworkSpec.chain(
        "Net", normalizedInput("hidden", "x", BATCH), normalizedInput("output", "hidden", LAYER));
    WeightsWriter.write(file, reading, Parameters.random(reading, 1), Optional.empty());
    try (OpenWeights weights = Weights.open(Files.readAllBytes(file), reading)) {
      assertEquals(reading.tensorShapes(), weights.parameters().shapes());
    }
  }

  @Test
  void aFileOfASequentialSaysWhichLayersAreNormalised(@TempDir Path directory) throws IOException {
    SafetensorsBuilder builder = layers("0", "3", "6");
    addBatchNorm(builder, "1", 10);
    addBatchNorm(builder, "5", 20);
    Path file = Files.write(directory.resolve("net.safetensors"), builder.bytes());
    try (FileContents contents = FileContents.open(file)) {
      NetworkSpec network = contents.network("Net").orElseThrow();
      assertEquals(
          Optional.of(NormalizationSpec.of(BATCH)), network.layers().get(0).normalization());
      // Number 4 is something without weights: the activation.
      assertEquals(
          Optional.of(NormalizationSpec.of(BATCH).afterTheActivation()),
          network.layers().get(1).normalization());
      assertEquals(Optional.empty(), network.layers().get(2).normalization());
      Map<String, String> names = contents.tensorNames();
      assertEquals("1.running_mean", names.get("layer1.norm.running_mean"));
      assertFalse(names.containsKey("layer3.norm.running_mean"));
    }
  }
}
