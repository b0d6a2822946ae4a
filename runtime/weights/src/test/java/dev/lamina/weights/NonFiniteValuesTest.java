package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lamina.ErrorCode;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonFiniteValuesTest {

  private static final NetworkSpec NETWORK = Weights.network(3, 2, 2);

  private static SafetensorsBuilder builder() {
    return new SafetensorsBuilder()
        .tensor("0.weight", Shape.of(2, 3), 1, 2, 3, 4, Float.NaN, Float.NaN)
        .tensor("0.bias", Shape.of(2), 1, 2)
        .tensor("2.weight", Shape.of(2, 2), 1, Float.NEGATIVE_INFINITY, Float.NaN, 2);
  }

  private static byte[] file() {
    return builder().tensor("2.bias", Shape.of(2), Float.POSITIVE_INFINITY, 0).bytes();
  }

  private static byte[] doubles(double... elements) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(elements);
    return bytes.array();
  }

  // Refused

  /** Whichever is asked for first, the error has all of them. */
  @ParameterizedTest
  @ValueSource(strings = {"layer1.weight", "layer2.weight", "layer2.bias"})
  void theFirstTensorThatIsRefusedTellsOfAllOthers(String first) {
    try (OpenWeights weights = Weights.open(file(), NETWORK)) {
      weights.parameters().tensor("layer1.bias");

      String text = assertRefused(ErrorCode.NAN, () -> weights.parameters().tensor(first));

      assertEquals(
          List.of(
              "[LAM-NAN] model.safetensors does not fit network Net (3 problems)",
              "  0.weight (2 x 3) has 2 values that are NaN or infinite, the first at [1, 1] is NaN",
              "  2.weight (2 x 2) has 2 values that are NaN or infinite, the first at [0, 1] is"
                  + " -Infinity",
              "  2.bias (2) has 1 value that is NaN or infinite, the first at [0] is Infinity",
              "  fix: look for a training run that diverged; if such values are meant,"
                  + " WeightsSource.file(path).allowNonFinite() takes them as they are"),
          text.lines().toList());
    }
  }

  @Test
  void aSingleOneIsInTheFirstLine() {
    byte[] file = new SafetensorsBuilder()
        .tensor("weight", Shape.of(1, 2), 1, Float.NaN)
        .tensor("bias", Shape.of(1), 3)
        .bytes();
    try (OpenWeights weights = Weights.open(file, Weights.network(2, 1))) {
      assertRefused(
          ErrorCode.NAN,
          () -> weights.parameters().tensor("layer1.weight"),
          "[LAM-NAN] model.safetensors does not fit network Net: weight (1 x 2) has 1 value that is"
              + " NaN or infinite, the first at [0, 1] is NaN\n");
    }
  }

  @Test
  void theFirstOneIsTheFirstInTheFile() {
    int columns = 3000;
    float[] weight = new float[64 * columns];
    weight[columns - 1] = Float.NaN;
    weight[columns] = Float.NaN;
    byte[] file = new SafetensorsBuilder()
        .tensor("weight", Shape.of(64, columns), weight)
        .tensor("bias", Shape.of(64))
        .bytes();
    try (OpenWeights weights = Weights.open(file, Weights.network(columns, 64))) {
      assertRefused(
          ErrorCode.NAN,
          () -> weights.parameters().tensor("layer1.weight"),
          "weight (64 x 3000) has 2 values that are NaN or infinite, the first at [0, 2999] is NaN");
    }
  }

  /** Rounding to float changes the last digits of a double, but must not make it infinite. */
  @Test
  void doublesThatAreTooLargeForFloatAreRefused() {
    double rounds = Float.MAX_VALUE * (1 + 0x1p-26);
    double tooLarge = Float.MAX_VALUE * (1 + 0x1p-24);
    byte[] file = new SafetensorsBuilder()
        .tensor("weight", "F64", Shape.of(2, 2), doubles(1, rounds, -tooLarge, 1e300))
        .tensor("bias", "F64", Shape.of(2), doubles(Double.NEGATIVE_INFINITY, 0))
        .bytes();
    NetworkSpec network = Weights.network(2, 2);
    String tooLargeText = "weight (2 x 2) has 2 values that are too large for float, the first at"
        + " [1, 0] is " + -tooLarge;

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> readAll(Weights.file(file), network),
        "(2 problems)",
        tooLargeText,
        "bias (2) has 1 value that is NaN or infinite, the first at [0] is -Infinity",
        "fix: float ends at 3.4e38",
        "allowNonFinite()");
    String text = assertRefused(
        ErrorCode.WEIGHTS,
        () -> readAll(Weights.file(file).allowNonFinite(), network),
        "does not fit network Net: " + tooLargeText);
    assertFalse(text.contains("bias"), text);
  }

  /** What does not fit is found when the file is opened, and the values are looked at then. */
  @Test
  void valuesAreInTheErrorOfAFileThatDoesNotFitToo() {
    byte[] file = builder().tensor("2.bias", Shape.of(3), Float.NaN, 0, 0).bytes();

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, NETWORK),
        "(3 problems)",
        "layer2: 2.bias is (3), expected (2)",
        "0.weight (2 x 3) has 2 values that are NaN or infinite, the first at [1, 1] is NaN",
        "2.weight (2 x 2) has 2 values");
  }

  private static void readAll(WeightsSource source, NetworkSpec network) {
    try (OpenWeights weights = source.open(network)) {
      network.tensorShapes().keySet().forEach(weights.parameters()::tensor);
    }
  }

  // Allowed

  @Test
  void allowedValuesArriveAsTheyAre() {
    try (OpenWeights weights = Weights.file(file()).allowNonFinite().open(NETWORK)) {
      assertArrayEquals(
          new float[] {1, Float.NaN, Float.NEGATIVE_INFINITY, 2},
          Weights.elements(weights, "layer2.weight"));
    }
  }

  @Test
  void nothingIsSaidOfAllowedValuesBeforeTheyAreRead() {
    try (OpenWeights weights = Weights.file(file()).allowNonFinite().open(NETWORK)) {
      assertEquals(List.of(), weights.warnings());
      weights.parameters().tensor("layer1.bias");
      assertEquals(List.of(), weights.warnings());
    }
  }

  @Test
  void oneTextNamesEveryTensorWithItsCountAndFirstPosition() {
    try (OpenWeights weights = Weights.file(file()).allowNonFinite().open(NETWORK)) {
      NETWORK.tensorShapes().keySet().forEach(weights.parameters()::tensor);
      List<String> once = weights.warnings();
      NETWORK.tensorShapes().keySet().forEach(weights.parameters()::tensor);

      assertEquals(
          List.of("[LAM-NAN] model.safetensors: results may be NaN or infinite, too, for"
              + " 0.weight (2 x 3) has 2 values that are NaN or infinite, the first at [1,"
              + " 1] is NaN; 2.weight (2 x 2) has 2 values that are NaN or infinite, the first at"
              + " [0, 1] is -Infinity; 2.bias (2) has 1 value that is NaN or infinite, the first"
              + " at [0] is Infinity"),
          once);
      assertEquals(once, weights.warnings());
    }
  }
}
