package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static dev.lamina.weights.Weights.elements;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Activation;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tensors of a file scale the input and the result of a network. */
class ScalerNamesTest {

  private static final NetworkSpec PLAIN =
      NetworkSpec.chain("Net", LayerSpec.of("a", NetworkSpec.INPUT, 3, 2, Activation.IDENTITY));
  private static final NetworkSpec STANDARD =
      PLAIN.withInputScaling(ScalingSpec.stored(Scaling.STANDARD));
  private static final NetworkSpec BOTH =
      STANDARD.withOutputScaling(ScalingSpec.stored(Scaling.STANDARD));

  private static SafetensorsBuilder file() {
    return new SafetensorsBuilder()
        .tensor("0.weight", Shape.of(2, 3), 1, 2, 3, 4, 5, 6)
        .tensor("0.bias", Shape.of(2), 7, 8);
  }

  private static void assertElements(
      WeightsSource source, NetworkSpec network, String name, float... expected) {
    try (OpenWeights weights = source.open(network)) {
      assertEquals(network.tensorShapes(), weights.parameters().shapes());
      assertArrayEquals(expected, elements(weights, name));
    }
  }

  @Test
  void laminasOwnNamesAreFound() {
    byte[] file = file()
        .tensor("input.mean", Shape.of(3), 1, 2, 3)
        .tensor("input.scale", Shape.of(3), 4, 5, 6)
        .tensor("output.mean", Shape.of(2), 7, 8)
        .tensor("output.scale", Shape.of(2), 9, 10)
        .bytes();

    assertElements(Weights.file(file), BOTH, "input.mean", 1, 2, 3);
    assertElements(Weights.file(file), BOTH, "input.scale", 4, 5, 6);
    assertElements(Weights.file(file), BOTH, "output.mean", 7, 8);
    assertElements(Weights.file(file), BOTH, "output.scale", 9, 10);
  }

  @Test
  void aStandardScalerOfScikitLearnIsFoundAndWhatElseItHasIsLeftOut() {
    byte[] file = file()
        .tensor("scaler.mean_", Shape.of(3), 1, 2, 3)
        .tensor("scaler.var_", Shape.of(3), 16, 25, 36)
        .tensor("scaler.scale_", Shape.of(3), 4, 5, 6)
        .tensor("scaler.n_samples_seen_", "I64", Shape.of(), new byte[8])
        .bytes();

    assertElements(Weights.file(file), STANDARD, "input.mean", 1, 2, 3);
    assertElements(Weights.file(file), STANDARD, "input.scale", 4, 5, 6);
  }

  @Test
  void aMinMaxScalerOfScikitLearnAddsItsMinAndNotTheLeastValue() {
    byte[] file = file()
        .tensor("min_", Shape.of(3), 1, 2, 3)
        .tensor("scale_", Shape.of(3), 4, 5, 6)
        .tensor("data_min_", Shape.of(3), 7, 8, 9)
        .tensor("data_max_", Shape.of(3), 7, 8, 9)
        .tensor("data_range_", Shape.of(3), 7, 8, 9)
        .bytes();

    assertElements(
        Weights.file(file),
        PLAIN.withInputScaling(ScalingSpec.stored(Scaling.MIN_MAX)),
        "input.min",
        1,
        2,
        3);
  }

  @Test
  void withTwoScalersThePathSaysWhichIsWhich() {
    byte[] file = file()
        .tensor("output.mean_", Shape.of(2), 7, 8)
        .tensor("output.scale_", Shape.of(2), 9, 10)
        .tensor("input.mean_", Shape.of(3), 1, 2, 3)
        .tensor("input.scale_", Shape.of(3), 4, 5, 6)
        .bytes();

    assertElements(Weights.file(file), BOTH, "input.mean", 1, 2, 3);
    assertElements(Weights.file(file), BOTH, "output.scale", 9, 10);
  }

  @Test
  void whatIsWrittenIsRead(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("net.safetensors");
    WeightsWriter.write(file, BOTH, Parameters.random(BOTH, 1), Optional.empty());

    assertElements(Weights.file(Files.readAllBytes(file)), BOTH, "input.scale", 1, 1, 1);
    assertElements(Weights.file(Files.readAllBytes(file)), BOTH, "output.mean", 0, 0);
  }

  @Test
  void otherNamesHaveToBeSaid() {
    byte[] file = file()
        .tensor("mu", Shape.of(3), 1, 2, 3)
        .tensor("input.scale", Shape.of(3), 4, 5, 6)
        .bytes();

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, STANDARD),
        "(2 problems)",
        "input.mean is missing, expected (3)",
        "mu (3) belongs to no layer",
        "fix: write the constants into the @InputScale, or say which tensor it is,"
            + " WeightsSource.file(path).rename(\"scaler.mean_\", \"input.mean\")");
    assertElements(Weights.file(file).rename("mu", "input.mean"), STANDARD, "input.mean", 1, 2, 3);
  }

  @Test
  void aScalerOfOtherColumnsIsRefused() {
    byte[] file = file()
        .tensor("mean_", Shape.of(4))
        .tensor("scale_", Shape.of(3), 4, 5, 6)
        .bytes();

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, STANDARD),
        "mean_ for the scaling of the input is (4), expected (3)");
  }

  @Test
  void constantsInTheAnnotationLeaveNoPlaceForAScalerInTheFile() {
    byte[] file = file().tensor("mean_", Shape.of(3), 1, 2, 3).bytes();
    NetworkSpec network = PLAIN.withInputScaling(
        ScalingSpec.of(Scaling.STANDARD, new double[] {1}, new double[] {2}));

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, network),
        "mean_ (3) belongs to no layer: it looks like a part of a scaler of the inputs");
  }
}
