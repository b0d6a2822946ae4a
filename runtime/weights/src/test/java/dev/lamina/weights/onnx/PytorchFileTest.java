package dev.lamina.weights.onnx;

import static dev.lamina.weights.onnx.Assertions.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that PyTorch exported, and what PyTorch computed. */
class PytorchFileTest {

  private record Expected(String file, int rows, List<Double> x, List<Double> y) {
    @Override
    public String toString() {
      return file;
    }
  }

  static byte[] bytes(String name) {
    try (InputStream stream = PytorchFileTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static OnnxFile open(String name) {
    return OnnxFile.open(
        new TestBytes(name + ".onnx", bytes("pytorch/" + name + ".onnx")), ExternalFiles.none());
  }

  private static String layers(String name) {
    try (OnnxFile file = open(name)) {
      return file.model().layers().stream()
          .map(OnnxLayer::toString)
          .collect(Collectors.joining("; "));
    }
  }

  private static List<Expected> expected() throws IOException {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(PytorchFileTest.class.getResourceAsStream("pytorch/expected.tsv")),
        StandardCharsets.UTF_8))) {
      return reader.lines().map(PytorchFileTest::expected).toList();
    }
  }

  private static Expected expected(String line) {
    List<String> columns = Arrays.asList(line.split("\t", -1));
    return new Expected(
        columns.get(0),
        Integer.parseInt(columns.get(1)),
        numbers(columns.get(2)),
        numbers(columns.get(3)));
  }

  private static List<Double> numbers(String text) {
    return Arrays.stream(text.split(" ", -1)).map(Double::valueOf).toList();
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(n -> n).toArray();
  }

  @ParameterizedTest
  @MethodSource("expected")
  void theGraphComputesWhatPyTorchDoes(Expected expected) {
    try (OnnxFile file = open(expected.file())) {
      assertArrayEquals(
          array(expected.y()), file.evaluate(array(expected.x()), expected.rows()), 1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("expected")
  void theLayersComputeWhatPyTorchDoes(Expected expected) {
    try (OnnxFile file = open(expected.file())) {
      double[] y = Assertions.forward(file.model(), array(expected.x()), expected.rows());
      assertArrayEquals(array(expected.y()), y, 1e-6);
    }
  }

  @Test
  void layersHaveTheNamesOfTheModules() {
    assertEquals("hidden: 5 -> 7 tanh; output: 7 -> 3 softmax", layers("softmax-opset13"));
    assertEquals("0: 5 -> 4 sigmoid, no bias; 2: 4 -> 2 identity", layers("no-bias"));
    assertEquals("0: 5 -> 4 identity, no bias", layers("no-bias-opset9"));
    assertEquals("0: 5 -> 4 relu; 3: 4 -> 2 identity", layers("dropout"));
    assertEquals("1: 12 -> 4 relu", layers("flatten"));
    assertEquals("first: 6 -> 4 sigmoid", layers("reshape"));
  }

  @Test
  void batchNormIsFoldedIntoTheLayerBesideIt() {
    assertEquals("0: 5 -> 4 relu; 3: 4 -> 2 identity", layers("batch-norm"));
    assertEquals("1: 5 -> 4 tanh", layers("batch-norm-first"));
    assertEquals("0: 5 -> 4 relu; 3: 4 -> 2 identity", layers("batch-norm-behind-relu"));
  }

  @Test
  void theFileSaysWhoWroteIt() {
    try (OnnxFile file = open("softmax-opset11")) {
      assertEquals(
          new OnnxMetadata(6, 11, "pytorch", "1.13.0", "torch_jit"),
          file.model().metadata());
      assertEquals(List.of("x"), file.model().inputs());
      assertEquals(List.of("y"), file.model().outputs());
      assertEquals(5, file.model().inputSize());
      assertEquals(3, file.model().outputSize());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rank3|MatMul \"/0/MatMul\" works on a tensor of 3 dimensions",
        "convolution|Conv \"/0/Conv\" is no part of a network of dense layers"
      })
  void whatIsNoChainOfDenseLayersIsRefused(String name, String text) {
    String error =
        assertRefused(ErrorCode.MODEL, () -> open("refused-" + name).close(), ": " + text);
    assertTrue(error.startsWith("[LAM-MODEL] refused-" + name + ".onnx: "), error);
  }
}
