package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static dev.lamina.weights.Weights.elements;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which layer the slope of a PReLU belongs to, which PyTorch names as if it were a layer. */
class SlopeNamesTest {

  private static final ActivationSpec ONE = ActivationSpec.of(Activation.PRELU);
  private static final ActivationSpec PER_UNIT = ONE.withSlopePerUnit();
  private static final ActivationSpec NONE = ActivationSpec.of(Activation.IDENTITY);

  /** Layers 2 × 2 of these names and activations. */
  private static NetworkSpec network(String names, ActivationSpec... activations) {
    List<LayerSpec> layers = new ArrayList<>();
    String input = NetworkSpec.INPUT;
    for (String name : names.split(" ", -1)) {
      layers.add(LayerSpec.of(name, input, 2, 2, activations[layers.size()]));
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

  private static void assertSlope(
      WeightsSource source, NetworkSpec network, String layer, float... slope) {
    try (OpenWeights weights = source.open(network)) {
      assertArrayEquals(slope, elements(weights, layer + ".slope"));
    }
  }

  @Test
  void theSlopeBelongsToTheLayerWithTheNumberBeforeIt() {
    byte[] file = layers("0", "2", "4")
        .tensor("1.weight", Shape.of(1), 0.25f)
        .tensor("3.weight", Shape.of(2), 0.5f, 0.75f)
        .bytes();
    NetworkSpec network = network("a b c", ONE, PER_UNIT, NONE);

    assertSlope(Weights.file(file), network, "a", 0.25f);
    assertSlope(Weights.file(file), network, "b", 0.5f, 0.75f);
  }

  @Test
  void aSlopeBehindTheLastLayerAndGapsBetweenAreInOrder() {
    byte[] file =
        layers("net.2", "net.10").tensor("net.11.weight", Shape.of(1), 0.125f).bytes();

    assertSlope(Weights.file(file), network("a b", NONE, ONE), "b", 0.125f);
  }

  @Test
  void layersThatHaveTheNamesOfTheFileFindTheirSlopesToo() {
    byte[] file = layers("0", "2").tensor("1.weight", Shape.of(1), 0.25f).bytes();

    assertSlope(Weights.file(file), network("0 2", ONE, NONE), "0", 0.25f);
  }

  @Test
  void laminasOwnNameGoesBeforeTheNumbers() {
    byte[] file = layers("0", "2").tensor("0.slope", Shape.of(1), 0.25f).bytes();

    assertSlope(Weights.file(file), network("a b", ONE, NONE), "a", 0.25f);
  }

  @Test
  void aNameWithoutANumberHasToBeSaid() {
    byte[] file =
        layers("hidden", "output").tensor("act.weight", Shape.of(1), 0.25f).bytes();
    NetworkSpec network = network("hidden output", ONE, NONE);

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, network),
        "(2 problems)",
        "hidden: hidden.slope is missing, expected (1)",
        "act.weight (1) belongs to no layer: it looks like the slope of a PReLU",
        "say which tensor is the slope, WeightsSource.file(path).rename(\"act.weight\","
            + " \"hidden.slope\")");
    assertSlope(Weights.file(file).rename("act.weight", "hidden.slope"), network, "hidden", 0.25f);
  }

  @Test
  void twoVectorsBehindALayerAreNotGuessedAt() {
    byte[] file = layers("0", "3")
        .tensor("1.weight", Shape.of(2), 1, 2)
        .tensor("2.weight", Shape.of(1), 0.25f)
        .bytes();

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, network("a b", PER_UNIT, NONE)),
        "(3 problems)",
        "a: 0.slope is missing, expected (2)",
        "1.weight (2) belongs to no layer",
        "2.weight (1) belongs to no layer: it looks like the slope of a PReLU");
  }

  @Test
  void theNormOfALayerIsNoSlope() {
    byte[] file = layers("0", "2")
        .tensor("1.weight", Shape.of(2), 1, 2)
        .tensor("1.bias", Shape.of(2), 1, 2)
        .bytes();

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, network("a b", PER_UNIT, NONE)),
        "a: 0.slope is missing",
        "1.weight (2) belongs to no layer");
  }

  @Test
  void anotherNumberOfSlopesIsSaidWithTheMemberToChange() {
    byte[] one = layers("0").tensor("1.weight", Shape.of(1), 1).bytes();
    byte[] two = layers("0").tensor("1.weight", Shape.of(2), 1, 2).bytes();
    byte[] three = layers("0").tensor("1.weight", Shape.of(3), 1, 2, 3).bytes();

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(one, network("a", PER_UNIT)),
        "a: 1.weight is (1), expected (2): a slope for each unit",
        "fix: make slopePerUnit of that @Dense false");
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(two, network("a", ONE)),
        "a: 1.weight is (2), expected (1): one slope",
        "fix: make slopePerUnit of that @Dense true");
    String text = assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(three, network("a", ONE)),
        "a: 1.weight is (3), expected (1): one slope",
        "fix: load the file that was trained as Net");
    assertFalse(text.contains("slopePerUnit"), text);
  }

  @Test
  void theSlopesOfKerasAreRecognisedWithWhatToDo() {
    byte[] file = new SafetensorsBuilder()
        .tensor("dense/kernel", Shape.of(2, 2), 1, 2, 3, 4)
        .tensor("dense/bias", Shape.of(2), 5, 6)
        .tensor("p_re_lu/alpha", Shape.of(2), 0.5f, 0.75f)
        .bytes();
    NetworkSpec network = network("a", PER_UNIT);

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, network),
        "p_re_lu/alpha (2) belongs to no layer: it looks like the slope of a PReLU");
    assertSlope(Weights.file(file).rename("p_re_lu/alpha", "a.slope"), network, "a", 0.5f, 0.75f);
  }

  @Test
  void aFileWithoutANetworkShowsItsSlopes(@TempDir Path directory) throws IOException {
    Path file = Files.write(
        directory.resolve("model.safetensors"),
        layers("0", "2", "4")
            .tensor("1.weight", Shape.of(1), 0.25f)
            .tensor("3.weight", Shape.of(2), 0.5f, 0.75f)
            .bytes());

    try (FileContents contents = FileContents.open(file)) {
      assertEquals(
          network("layer1 layer2 layer3", ONE, PER_UNIT, NONE),
          contents.network("Net").orElseThrow());
      assertEquals("1.weight", contents.tensorNames().get("layer1.slope"));
      assertEquals("3.weight", contents.tensorNames().get("layer2.slope"));
    }
  }
}
