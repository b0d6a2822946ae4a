package dev.lamina.weights.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxWriterTest {

  /** Several activations, sizes around the pieces that are written at once, a layer without a bias. */
  private static NetworkSpec network() {
    return NetworkSpec.chain(
        "Net",
        LayerSpec.of("0", NetworkSpec.INPUT, 5, 64, Activation.RELU),
        LayerSpec.of("hidden", "0", 64, 65, Activation.TANH).withoutBias(),
        LayerSpec.of("3", "hidden", 65, 300, Activation.SIGMOID),
        LayerSpec.of("4", "3", 300, 70, Activation.IDENTITY),
        LayerSpec.of("output", "4", 70, 3, Activation.SOFTMAX));
  }

  private static OnnxFile open(byte[] bytes) {
    return OnnxFile.open(new TestBytes("written.onnx", bytes), ExternalFiles.none());
  }

  private static OnnxWriter writer(boolean isOutByIn) {
    OnnxWriter writer = OnnxWriter.of(network(), Parameters.random(network(), 3));
    return isOutByIn ? writer.outByIn() : writer;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsWrittenIsRead(boolean isOutByIn) {
    try (OnnxFile file = open(writer(isOutByIn).bytes())) {
      assertEquals(network(), file.model().network("Net"));
      assertEquals(new OnnxMetadata(7, 13, "Lamina", "", "Net"), file.model().metadata());
      Parameters parameters = Parameters.random(network(), 3);
      for (OnnxLayer layer : file.model().layers()) {
        network().layers().stream()
            .filter(spec -> spec.name().equals(layer.name()))
            .forEach(spec -> spec.tensorShapes()
                .keySet()
                .forEach(role -> assertArrayEquals(
                    elements(parameters.tensor(layer.name() + "." + role)),
                    elements(layer.tensor(role)))));
      }
      Assertions.assertLayersComputeTheGraph(file);
    }
  }

  static Stream<ActivationSpec> activations() {
    Stream<ActivationSpec> changed = Stream.of(
        ActivationSpec.of(Activation.LEAKY_RELU).with("alpha", 0.2),
        ActivationSpec.of(Activation.LEAKY_RELU).with("alpha", -3),
        ActivationSpec.of(Activation.PRELU).withSlopePerUnit(),
        ActivationSpec.of(Activation.ELU).with("alpha", 0.7),
        ActivationSpec.of(Activation.CELU).with("alpha", 1.3),
        ActivationSpec.of(Activation.SOFTPLUS).with("beta", 0.3),
        ActivationSpec.of(Activation.SOFTPLUS).with("threshold", 1),
        ActivationSpec.of(Activation.SOFTPLUS).with("beta", 3).with("threshold", 2.5),
        ActivationSpec.of(Activation.HARD_TANH).between(-0.1, 6),
        ActivationSpec.of(Activation.HARD_TANH).between(0, 1),
        ActivationSpec.of(Activation.SOFTMAX).with("temperature", 0.7),
        ActivationSpec.of(Activation.LOG_SOFTMAX).with("temperature", 3));
    return Stream.concat(Arrays.stream(Activation.values()).map(ActivationSpec::of), changed);
  }

  private static NetworkSpec activated(ActivationSpec activation) {
    return NetworkSpec.chain(
        "Net",
        LayerSpec.of("a", NetworkSpec.INPUT, 3, 5, activation),
        LayerSpec.of("b", "a", 5, 4, activation));
  }

  /** In a layer in the middle and in the last one. */
  @ParameterizedTest
  @MethodSource("activations")
  void everyActivationIsReadAsItWasWritten(ActivationSpec activation) {
    NetworkSpec network = activated(activation);
    Parameters parameters = Parameters.random(network, 3);
    try (OnnxFile file = open(OnnxWriter.of(network, parameters).bytes())) {
      assertEquals(network, file.model().network("Net"));
      for (OnnxLayer layer : file.model().layers()) {
        for (String role : layer.spec().tensorShapes().keySet()) {
          assertArrayEquals(
              elements(parameters.tensor(layer.name() + "." + role)), elements(layer.tensor(role)));
        }
      }
      Assertions.assertLayersComputeTheGraph(file);
    }
  }

  private static float[] elements(Tensor tensor) {
    float[] elements = new float[(int) tensor.shape().elementCount()];
    tensor.read(0, elements, 0, elements.length);
    return elements;
  }

  @Test
  void theNumberOfRowsMayBeFixed() {
    ParsedModel model = new ModelParser(new TestBytes("m", writer(false).rows(4).bytes())).parse();
    assertEquals(List.of(4L, 5L), model.graph().inputs().get(0).dimensions().orElseThrow());
    assertEquals(List.of(4L, 3L), model.graph().outputs().get(0).dimensions().orElseThrow());
  }

  /** Residuals before and after the activation, both normalisations, concatenation, two heads. */
  private static NetworkSpec graph() {
    NormalizationSpec byRow = NormalizationSpec.of(Normalization.LAYER).withEpsilon(1e-3);
    return new NetworkSpec(
        "Graph",
        List.of(PortSpec.of("left", 0, 3), PortSpec.of("right", 3, 2)),
        List.of(
            layer("stem", List.of("left", "right"), 5, 4, Activation.RELU),
            layer("wide", List.of("stem"), 4, 6, Activation.GELU).withInputNormalization(byRow),
            layer("block", List.of("wide"), 6, 4, Activation.TANH).withResidual("stem"),
            layer("post", List.of("block"), 4, 4, Activation.SILU)
                .withNormalization(byRow.afterTheActivation())
                .withResidualAfterActivation("block"),
            layer("skip", List.of("right", "post"), 6, 2, Activation.IDENTITY)
                .withNormalization(byRow)
                .withoutBias(),
            layer("value", List.of("post", "left"), 7, 1, Activation.SIGMOID)),
        List.of(PortSpec.of("value", 0, 1), PortSpec.of("skip", 1, 2)));
  }

  private static LayerSpec layer(
      String name, List<String> inputs, int in, int out, Activation activation) {
    return new LayerSpec(
        name,
        inputs,
        in,
        out,
        ActivationSpec.of(activation),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aGraphIsReadAgainAsTheSameNetwork(boolean isOutByIn) {
    NetworkSpec network = graph();
    Parameters parameters = Parameters.random(network, 5);
    OnnxWriter writer = OnnxWriter.of(network, parameters);
    try (OnnxFile file = open((isOutByIn ? writer.outByIn() : writer).bytes())) {
      assertEquals(network, file.model().network("Graph"));
      for (OnnxLayer layer : file.model().layers()) {
        for (String role : layer.spec().tensorShapes().keySet()) {
          assertArrayEquals(
              elements(parameters.tensor(layer.name() + "." + role)), elements(layer.tensor(role)));
        }
      }
      Assertions.assertLayersComputeTheGraph(file);
    }
  }

  @Test
  void parametersOfAnotherNetworkAreRefused() {
    NetworkSpec other =
        NetworkSpec.chain("Other", LayerSpec.of("a", NetworkSpec.INPUT, 2, 2, Activation.RELU));
    Assertions.assertRefused(
        ErrorCode.WEIGHTS,
        () -> OnnxWriter.of(network(), Parameters.random(other, 1)),
        "Net: the parameters do not fit the network");
  }

  /** Where Python has the package onnx, its checker looks at what is written. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onnxChecksTheFile(boolean isOutByIn, @TempDir Path directory) throws Exception {
    assumeTrue(run("import onnx") == 0, "Python with onnx is not there");
    Path file = directory.resolve("written.onnx");
    Files.write(file, writer(isOutByIn).bytes());
    assertEquals(
        0,
        run(
            "import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)",
            file.toString()));
  }

  /** For each file its lines x and y, as the layers compute it; floats keep six digits and more. */
  private static final String REFERENCE = """
      import glob, sys
      import numpy as np, onnx
      from onnx.reference import ReferenceEvaluator
      for file in glob.glob(sys.argv[1] + "/*.onnx"):
          onnx.checker.check_model(onnx.load(file), full_check=True)
          x, expected = [np.array(line.split(), dtype=np.float32) for line in open(file + ".txt")]
          (y,) = ReferenceEvaluator(file).run(None, {"x": x.reshape(-1, 3)})
          np.testing.assert_allclose(y.flatten(), expected, rtol=2e-5, atol=2e-6, err_msg=file)
      """;

  /** Where Python has the package onnx, its reference implementation computes what is written. */
  @Test
  void onnxComputesWhatTheLayersDo(@TempDir Path directory) throws Exception {
    assumeTrue(run("import onnx.reference") == 0, "Python with onnx is not there");
    double[] x =
        new SplittableRandom(3).doubles(12, -2, 2).map(value -> (float) value).toArray();
    for (ActivationSpec activation : activations().toList()) {
      NetworkSpec network = activated(activation);
      byte[] bytes = OnnxWriter.of(network, Parameters.random(network, 3)).bytes();
      Path path = Files.write(directory.resolve(activation + ".onnx"), bytes);
      try (OnnxFile file = open(bytes)) {
        Files.writeString(
            directory.resolve(path.getFileName() + ".txt"),
            text(x) + "\n" + text(Assertions.forward(file.model(), x, 4)) + "\n");
      }
    }
    assertEquals(0, run(REFERENCE, directory.toString()));
  }

  private static String text(double[] values) {
    return Arrays.stream(values).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }

  /** Runs a program with the Python on the path, or Debian's. */
  private static int run(String program, String... arguments) throws InterruptedException {
    int status = run("python3", program, arguments);
    return status == 0 ? 0 : run("/usr/bin/python3", program, arguments);
  }

  private static int run(String python, String program, String[] arguments)
      throws InterruptedException {
    String[] command = new String[arguments.length + 3];
    command[0] = python;
    command[1] = "-c";
    command[2] = program;
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    try {
      Process process = new ProcessBuilder(Arrays.asList(command))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    }
  }
}
