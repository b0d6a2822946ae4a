package dev.lamina;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {

  private static final NetworkSpec NETWORK =
      NetworkSpec.chain("Tiny", LayerSpec.of("layer1", "x", 4, 3, Activation.TANH));

  @Test
  void aTensorDoesNotChangeWithTheArrayItWasMadeFrom() {
    float[] elements = {1, 2, 3, 4, 5, 6};
    Tensor tensor = Tensor.of(Shape.of(2, 3), elements);
    elements[4] = 9;
    float[] read = new float[4];
    tensor.read(3, read, 1, 3);
    assertArrayEquals(new float[] {0, 4, 5, 6}, read);
  }

  @Test
  void aTensorRefusesArraysOfAnotherLength() {
    String message = assertThrows(
            IllegalArgumentException.class, () -> Tensor.of(Shape.of(2, 3), new float[5]))
        .getMessage();
    assertEquals("[LAM-SHAPE] a tensor of shape (2 x 3) has 6 elements, got 5", message);
  }

  @Test
  void readingBeyondATensorIsRefused() {
    Tensor tensor = Tensor.of(Shape.of(2), 1, 2);
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.read(1, new float[4], 0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.read(0, new float[4], 3, 2));
  }

  @Test
  void randomParametersFitTheNetworkAndRepeatWithTheSeed() {
    Parameters parameters = Parameters.random(NETWORK, 7);
    assertEquals(NETWORK.tensorShapes(), parameters.shapes());
    assertArrayEquals(
        elements(parameters, "layer1.weight"),
        elements(Parameters.random(NETWORK, 7), "layer1.weight"));
    for (float element : elements(parameters, "layer1.weight")) {
      assertTrue(Math.abs(element) <= 0.5, () -> element + " is beyond 1/sqrt(4)");
    }
  }

  private static float[] elements(Parameters parameters, String name) {
    Tensor tensor = parameters.tensor(name);
    float[] elements = new float[(int) tensor.shape().elementCount()];
    tensor.read(0, elements, 0, elements.length);
    return elements;
  }

  @Test
  void anUnknownTensorIsAnErrorThatListsTheOthers() {
    Parameters parameters = Parameters.of(Map.of("a.weight", Tensor.of(Shape.of(1), 1)));
    LaminaException error =
        assertThrows(LaminaException.class, () -> parameters.tensor("b.weight"));
    assertEquals(ErrorCode.WEIGHTS, error.code());
    assertEquals(
        "[LAM-WEIGHTS] there is no tensor b.weight, there are a.weight", error.getMessage());
  }
}
