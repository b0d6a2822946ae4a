package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class NonFiniteValuesTest {

  private static final NetworkSpec NETWORK = Weights.network(3, 2, 2);

  private static byte[] file() {
    return new SafetensorsBuilder()
        .tensor("0.weight", Shape.of(2, 3), 1, 2, 3, 4, Float.NaN, Float.NaN)
        .tensor("0.bias", Shape.of(2), 1, 2)
        .tensor("2.weight", Shape.of(2, 2), 1, Float.NEGATIVE_INFINITY, Float.NaN, 2)
        .tensor("2.bias", Shape.of(2), Float.POSITIVE_INFINITY, 0)
        .bytes();
  }

  @Test
  void nothingIsSaidBeforeATensorIsRead() {
    try (OpenWeights weights = Weights.open(file(), NETWORK)) {
      assertEquals(List.of(), weights.warnings());
      weights.parameters().tensor("layer1.bias");
      assertEquals(List.of(), weights.warnings());
    }
  }

  @Test
  void oneTextNamesEveryTensorWithItsCountAndFirstPosition() {
    try (OpenWeights weights = Weights.open(file(), NETWORK)) {
      NETWORK.tensorShapes().keySet().forEach(weights.parameters()::tensor);

      assertEquals(
          List.of(
              "[LAM-NAN] model.safetensors holds values that are NaN or infinite, results may be so"
                  + " too: 0.weight (2 x 3) has 2, the first at [1, 1] is NaN; 2.weight (2 x 2) has"
                  + " 2, the first at [0, 1] is -Infinity; 2.bias (2) has 1, the first at [0] is"
                  + " Infinity"),
          weights.warnings());
    }
  }

  @Test
  void aTensorThatIsReadTwiceIsCountedOnce() {
    try (OpenWeights weights = Weights.open(file(), NETWORK)) {
      weights.parameters().tensor("layer2.bias");
      List<String> once = weights.warnings();
      weights.parameters().tensor("layer2.bias");

      assertEquals(1, once.size());
      assertEquals(once, weights.warnings());
    }
  }

  @Test
  void theValuesArriveAsTheyAre() {
    try (OpenWeights weights = Weights.open(file(), NETWORK)) {
      assertArrayEquals(
          new float[] {1, Float.NaN, Float.NEGATIVE_INFINITY, 2},
          Weights.elements(weights, "layer2.weight"));
    }
  }

  @Test
  void theFirstOneIsTheFirstInTheFileThoughTilesAreReadInAnotherOrder() {
    int columns = 3000;
    float[] weight = new float[64 * columns];
    weight[columns - 1] = Float.NaN;
    weight[columns] = Float.NaN;
    byte[] file = new SafetensorsBuilder()
        .tensor("weight", Shape.of(64, columns), weight)
        .tensor("bias", Shape.of(64))
        .bytes();
    try (OpenWeights weights = Weights.open(file, Weights.network(columns, 64))) {
      weights.parameters().tensor("layer1.weight");

      assertEquals(
          List.of(
              "[LAM-NAN] model.safetensors holds values that are NaN or infinite, results may be so"
                  + " too: weight (64 x 3000) has 2, the first at [0, 2999] is NaN"),
          weights.warnings());
    }
  }
}
