package dev.lamina.weights.onnx;

import static dev.lamina.weights.onnx.Assertions.slope;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to write an activation, and what the reference implementation of ONNX computes for it. */
class ActivationFileTest {

  /** A float result of a few operations in float. */
  private static final double TOLERANCE = 2e-6;

  private record Expected(String file, int rows, List<Double> x, List<Double> y) {
    @Override
    public String toString() {
      return file;
    }
  }

  private static OnnxFile open(String name) {
    String folder = name.startsWith("activation-") ? "pytorch/" : "activations/";
    return OnnxFile.open(
        new TestBytes(name + ".onnx", PytorchFileTest.bytes(folder + name + ".onnx")),
        ExternalFiles.none());
  }

  private static List<Expected> expected() throws IOException {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(
            ActivationFileTest.class.getResourceAsStream("activations/expected.tsv")),
        StandardCharsets.UTF_8))) {
      return reader.lines().map(ActivationFileTest::expected).toList();
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

  private static void assertNear(List<Double> expected, double[] actual) {
    assertEquals(expected.size(), actual.length);
    for (int i = 0; i < actual.length; i++) {
      double value = expected.get(i);
      assertEquals(value, actual[i], TOLERANCE * Math.max(1, Math.abs(value)), "element " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("expected")
  void theGraphComputesWhatTheReferenceDoes(Expected expected) {
    try (OnnxFile file = open(expected.file())) {
      assertNear(expected.y(), file.evaluate(array(expected.x()), expected.rows()));
    }
  }

  @ParameterizedTest
  @MethodSource("expected")
  void theLayersComputeWhatTheReferenceDoes(Expected expected) {
    try (OnnxFile file = open(expected.file())) {
      assertNear(
          expected.y(), Assertions.forward(file.model(), array(expected.x()), expected.rows()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "relu-max|relu",
        "relu6-min|relu6",
        "relu6-opset10|relu6",
        "clip|hard_tanh(min=-0.25, max=1.75)",
        "clip-opset10|hard_tanh(min=-0.25, max=1.75)",
        "clip-min|hard_tanh(min=-0.5, max=3.4028234663852886e38)",
        "clip-max-opset10|hard_tanh(min=-3.4028234663852886e38, max=0.5)",
        "leaky-relu|leaky_relu(0.2)",
        "leaky-relu-default|leaky_relu",
        "prelu|prelu",
        "prelu-per-unit|prelu(per unit)",
        "elu|elu(0.7)",
        "selu|selu",
        "celu|celu(0.5)",
        "gelu|gelu",
        "gelu-tanh|gelu_tanh",
        "gelu-keras|gelu",
        "gelu-power|gelu_tanh",
        "silu|silu",
        "swish|silu",
        "mish|mish",
        "mish-exp|mish",
        "softplus|softplus",
        "softplus-beta|softplus(beta=0.3)",
        "softsign|softsign",
        "sigmoid-exp|sigmoid",
        "log-sigmoid|log_sigmoid",
        "log-sigmoid-softplus|log_sigmoid",
        "hard-sigmoid|hard_sigmoid",
        "hard-sigmoid-keras2|hard_sigmoid",
        "hard-sigmoid-shifted|hard_sigmoid",
        "hard-swish|hard_swish",
        "hard-swish-min|hard_swish",
        "tanhshrink|tanhshrink",
        "exp|exp",
        "softmax-divided|softmax(2.5)",
        "softmax-multiplied|softmax(10)",
        "log-softmax|log_softmax",
        "log-softmax-opset9|log_softmax",
        "log-softmax-divided|log_softmax(0.5)",
        "log-of-softmax|log_softmax"
      })
  void theActivationIsRecognisedWithItsParameters(String name, String activation) {
    try (OnnxFile file = open(name)) {
      assertEquals(
          List.of("hidden: 5 -> 4 " + activation),
          file.model().layers().stream().map(OnnxLayer::toString).toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "celu|celu(2)",
        "elu|elu",
        "gelu|gelu",
        "gelu-tanh|gelu_tanh",
        "hardsigmoid|hard_sigmoid",
        "hardswish|hard_swish",
        "hardtanh|hard_tanh",
        "leaky-relu|leaky_relu(0.1)",
        "logsigmoid|log_sigmoid",
        "logsoftmax|log_softmax",
        "mish|mish",
        "prelu|prelu",
        "relu6|relu6",
        "selu|selu",
        "silu|silu",
        "softplus|softplus",
        "softplus-beta|softplus(beta=2)",
        "softsign|softsign",
        "tanhshrink|tanhshrink"
      })
  void whatPyTorchExportsIsRecognised(String name, String activation) {
    try (OnnxFile file = open("activation-" + name)) {
      assertEquals(
          "0: 5 -> 4 " + activation + "; 2: 4 -> 2 identity",
          file.model().layers().stream()
              .map(OnnxLayer::toString)
              .collect(Collectors.joining("; ")));
    }
  }

  @ParameterizedTest
  @MethodSource("slopes")
  void slopesAreRead(String name, float[] slopes) {
    try (OnnxFile file = open(name)) {
      OnnxLayer layer = file.model().layers().get(0);
      assertArrayEquals(slopes, slope(layer));
    }
  }

  private static Stream<Arguments> slopes() {
    return Stream.of(
        arguments("prelu", new float[] {0.3f}),
        arguments("prelu-per-unit", new float[] {0.1f, 0.2f, -0.3f, 1.5f}));
  }
}
