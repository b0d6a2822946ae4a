package dev.lamina.weights.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One network in the forms that the Python package onnx writes. */
class OnnxPackageFileTest {

  private static final double[] X = {.5, -1, 2, .25, -.75, 1, 1, -2, 0, 3};

  private static OnnxFile open(String file) {
    return OnnxFile.open(
        new TestBytes(file, PytorchFileTest.bytes(file)),
        (model, location) -> new TestBytes(location, PytorchFileTest.bytes("tools/" + location)));
  }

  @ParameterizedTest
  @CsvSource({
    "typed, 1e-12",
    "opset17, 1e-12",
    "ir3, 1e-12",
    "constants, 1e-12",
    "external, 1e-12",
    "float16, 1e-3"
  })
  void everyFormIsTheSameNetwork(String name, double tolerance) {
    try (OnnxFile original = open("pytorch/softmax-opset13.onnx");
        OnnxFile file = open("tools/" + name + ".onnx")) {
      assertEquals(
          "hidden: 5 -> 7 tanh; output: 7 -> 3 softmax",
          file.model().layers().stream()
              .map(OnnxLayer::toString)
              .collect(Collectors.joining("; ")));
      double[] expected = original.evaluate(X, 2);
      assertArrayEquals(expected, file.evaluate(X, 2), tolerance);
      assertArrayEquals(
          expected, Assertions.forward(file.model(), X, 2), Math.max(tolerance, 1e-6));
    }
  }
}
