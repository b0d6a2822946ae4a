package dev.lamina.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.Examples;
import dev.lamina.weights.FileContents;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.WeightsSource;
import dev.lamina.weights.WeightsWriter;
import dev.lamina.weights.numpy.NumpyWriter;
import dev.lamina.weights.onnx.OnnxWriter;
import dev.lamina.weights.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool as its users call it. */
class CommandsTest {

  private static final NetworkSpec NETWORK = NetworkSpec.chain(
      "Model",
      LayerSpec.of("layer1", NetworkSpec.INPUT, 3, 5, Activation.TANH),
      LayerSpec.of("layer2", "layer1", 5, 2, Activation.SOFTMAX));

  private static final Parameters PARAMETERS = Parameters.random(NETWORK, 3);

  @TempDir
  private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... arguments) {
    return Main.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
  }

  private void assertEnds(int expected, Object... arguments) {
    assertEquals(expected, run(arguments), () -> out + "\n" + err);
  }

  private Path onnx() throws IOException {
    return Files.write(
        directory.resolve("model.onnx"),
        OnnxWriter.of(NETWORK, PARAMETERS).outByIn().bytes());
  }

  private Path safetensors() {
    Path file = directory.resolve("model.safetensors");
    WeightsWriter.write(file, NETWORK, PARAMETERS, Optional.empty());
    return file;
  }

  private static void assertSameWeights(Path file) {
    try (OpenWeights weights = WeightsSource.file(file).open(NETWORK)) {
      for (String name : NETWORK.tensorShapes().keySet()) {
        assertArrayEquals(
            elements(PARAMETERS.tensor(name)), elements(weights.parameters().tensor(name)), name);
      }
    }
  }

  private static float[] elements(Tensor tensor) {
    float[] elements = new float[(int) tensor.shape().elementCount()];
    tensor.read(0, elements, 0, elements.length);
    return elements;
  }

  @Test
  void inspectShowsTensorsMetadataAndTheLayersTheyLookLike() {
    Path file = directory.resolve("model.safetensors");
    WeightsWriter.write(
        file,
        NETWORK,
        PARAMETERS,
        Optional.of(Examples.of(1, new float[3], new float[2]).withTool("a tool")));

    assertEnds(0, "inspect", file);

    assertTrue(out.toString().contains("safetensors, 6 tensors"), out::toString);
    assertTrue(out.toString().contains("  lamina.tool = a tool"), out::toString);
    assertTrue(out.toString().contains("layer1.weight  F32   (5 x 3)"), out::toString);
    assertTrue(
        out.toString()
            .replace("\r", "")
            .contains("@Dense(in = 3, out = 5)\n@Dense(in = 5, out = 2)\n"),
        out::toString);
  }

  @Test
  void inspectShowsTheActivationsOfAModel() throws IOException {
    assertEnds(0, "inspect", onnx());

    assertTrue(out.toString().replace("\r", "").contains("""
                @Dense(in = 3, out = 5, activation = Activation.TANH)
                @Dense(in = 5, out = 2, activation = Activation.SOFTMAX)
                """), out::toString);
  }

  /** A BatchNorm1d between two Linear of PyTorch's nn.Sequential. */
  private Path normalized() {
    Path file = directory.resolve("normalized.safetensors");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("0.weight", Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
    tensors.put("0.bias", Tensor.of(Shape.of(2), 1, 2));
    tensors.put("1.weight", Tensor.of(Shape.of(2), 1, 2));
    tensors.put("1.bias", Tensor.of(Shape.of(2), 3, 4));
    tensors.put("1.running_mean", Tensor.of(Shape.of(2), 5, 6));
    tensors.put("1.running_var", Tensor.of(Shape.of(2), 7, 8));
    tensors.put("3.weight", Tensor.of(Shape.of(2, 2), 1, 2, 3, 4));
    SafetensorsWriter.write(file, tensors, Map.of());
    return file;
  }

  @Test
  void inspectShowsWhichLayersAreNormalised() {
    assertEnds(0, "inspect", normalized());

    assertTrue(out.toString().replace("\r", "").contains("""
                @Dense(in = 3, out = 2, normalization = Normalization.BATCH)
                @Dense(in = 2, out = 2, bias = false)
                """), out::toString);
  }

  @Test
  void inspectAndImportShowWhichInputsAreNormalised() throws IOException {
    Path file = directory.resolve("normalized.safetensors");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("0.running_mean", Tensor.of(Shape.of(3), 5, 6, 7));
    tensors.put("0.running_var", Tensor.of(Shape.of(3), 7, 8, 9));
    tensors.put("1.weight", Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
    tensors.put("1.bias", Tensor.of(Shape.of(2), 1, 2));
    SafetensorsWriter.write(file, tensors, Map.of());
    assertEnds(0, "inspect", file);

    String line = "@Dense(in = 3, out = 2, inputNormalization = Normalization.BATCH)";
    assertTrue(out.toString().contains(line), out::toString);
    assertEnds(
        0,
        "import",
        file,
        "--activations",
        "identity",
        "--class",
        "com.acme.Model",
        "--out",
        directory);
    String source = Files.readString(directory.resolve("src/main/java/com/acme/Model.java"));
    assertTrue(source.contains(line), source);
    assertTrue(source.contains("import dev.lamina.Normalization;"), source);
  }

  @Test
  void importKeepsNormalisationsAndConvertWritesThemAsOnnx() throws IOException {
    assertEnds(
        0,
        "import",
        normalized(),
        "--activations",
        "relu,identity",
        "--class",
        "com.acme.Model",
        "--out",
        directory);

    String source = Files.readString(directory.resolve("src/main/java/com/acme/Model.java"));
    assertTrue(source.contains("import dev.lamina.Normalization;"), source);
    assertTrue(source.contains("activation = Activation.RELU, normalization ="), source);
    Path model = directory.resolve("normalized.onnx");
    assertEnds(0, "convert", normalized(), model, "--activations", "relu,identity");
    assertEnds(0, "inspect", model);
    // The reader makes the normalisation a part of the layer.
    assertTrue(
        out.toString().contains("@Dense(in = 3, out = 2, activation = Activation.RELU)"),
        out::toString);
  }

  @Test
  void inspectSaysSoWhereThereAreNoLayers() {
    Path file = directory.resolve("one.npy");
    NumpyWriter.write(file, Tensor.of(Shape.of(2), 1, 2));

    assertEnds(0, "inspect", file);

    assertTrue(out.toString().contains("not those of a chain of dense layers"), out::toString);
  }

  @Test
  void namesOutOfFilesCannotWriteControlCharactersToTheConsole() {
    Path file = directory.resolve("odd.npz");
    NumpyWriter.write(file, Map.of("a\u001b[31m", Tensor.of(Shape.of(1), 1)));

    run("inspect", file);

    assertFalse((out.toString() + err).contains("\u001b"), out::toString);
  }

  @Test
  void tensorsAreTheSameInEveryFormat() {
    Path npz = directory.resolve("model.npz");
    Path again = directory.resolve("again.safetensors");

    assertEnds(0, "convert", safetensors(), npz);
    assertEnds(0, "convert", npz, again);

    assertSameWeights(npz);
    assertSameWeights(again);
  }

  @Test
  void aModelBecomesSafetensorsWithExamplesThatItsOwnGraphComputed() throws IOException {
    Path file = directory.resolve("converted.safetensors");

    assertEnds(0, "convert", onnx(), file, "--examples", 4);

    assertSameWeights(file);
    try (OpenWeights weights = WeightsSource.file(file).open(NETWORK)) {
      Examples examples = weights.examples().orElseThrow();
      assertEquals(4, examples.rows());
      assertEquals(Optional.of("the graph of model.onnx, in double precision"), examples.tool());
    }
  }

  @Test
  void tensorsBecomeAModelWithTheActivationsThatAreSaid() {
    Path file = directory.resolve("converted.onnx");

    assertEnds(0, "convert", safetensors(), file, "--activations", "tanh,softmax");

    assertTrue(FileContents.isOnnx(file));
    assertSameWeights(file);
  }

  /** A layer for each activation, with and without parameters. */
  private static NetworkSpec allActivations() {
    List<ActivationSpec> activations = new ArrayList<>(Stream.of(Activation.values())
        .map(ActivationSpec::of)
        .filter(activation -> activation.kind() != Activation.EXP)
        .toList());
    activations.add(ActivationSpec.of(Activation.LEAKY_RELU).with("alpha", 0.2));
    activations.add(ActivationSpec.of(Activation.PRELU).withSlopePerUnit());
    activations.add(ActivationSpec.of(Activation.SOFTPLUS).with("beta", 2).with("threshold", 3));
    activations.add(ActivationSpec.of(Activation.HARD_TANH).between(-0.25, 6));
    activations.add(ActivationSpec.of(Activation.EXP));
    activations.add(ActivationSpec.of(Activation.SOFTMAX).with("temperature", 2));
    List<LayerSpec> layers = new ArrayList<>();
    String input = NetworkSpec.INPUT;
    for (ActivationSpec activation : activations) {
      String name = "layer" + (layers.size() + 1);
      layers.add(LayerSpec.of(name, input, 3, 3, activation));
      input = name;
    }
    return NetworkSpec.chain("Model", layers.toArray(LayerSpec[]::new));
  }

  private Path onnx(NetworkSpec network) throws IOException {
    return Files.write(
        directory.resolve("all.onnx"),
        OnnxWriter.of(network, Parameters.random(network, 4)).bytes());
  }

  @Test
  void everyActivationIsImportedAndComputesWhatTheGraphDoes() throws IOException {
    Path project = directory.resolve("project");

    assertEnds(0, "import", onnx(allActivations()), "--class", "com.acme.All", "--out", project);

    assertTrue(out.toString().contains("as expected"), out::toString);
    String source = Files.readString(project.resolve("src/main/java/com/acme/All.java"));
    for (String line : List.of(
        "@Dense(in = 3, out = 3, activation = Activation.LEAKY_RELU)",
        "@Dense(in = 3, out = 3, activation = Activation.LEAKY_RELU, alpha = 0.2)",
        "@Dense(in = 3, out = 3, activation = Activation.PRELU, slopePerUnit = true)",
        "@Dense(in = 3, out = 3, activation = Activation.SOFTPLUS, beta = 2.0, threshold = 3.0)",
        "@Dense(in = 3, out = 3, activation = Activation.HARD_TANH, min = -0.25, max = 6.0)",
        "@Dense(in = 3, out = 3, activation = Activation.SOFTMAX, temperature = 2.0)")) {
      assertTrue(source.contains(line + "\n"), source);
    }
  }

  /** Two inputs and two heads, a block that normalises what it reads, a name that cannot be declared. */
  private static NetworkSpec heads() {
    LayerSpec stem = new LayerSpec(
        "stem",
        List.of("board", "clock"),
        5,
        4,
        ActivationSpec.of(Activation.RELU),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
    return new NetworkSpec(
        "Heads",
        List.of(PortSpec.of("board", 0, 3), PortSpec.of("clock", 3, 2)),
        List.of(
            stem,
            LayerSpec.of("wide", "stem", 4, 6, Activation.TANH)
                .withInputNormalization(NormalizationSpec.of(Normalization.LAYER)),
            LayerSpec.of("down", "wide", 6, 4, Activation.SILU).withResidual("stem"),
            LayerSpec.of("move", "down", 4, 2, Activation.SOFTMAX),
            LayerSpec.of("va\"lue", "down", 4, 1, Activation.TANH)),
        List.of(PortSpec.of("va\"lue", 0, 1), PortSpec.of("move", 1, 2)));
  }

  @Test
  void aGraphIsImportedAndComputesWhatTheFileDoes() throws IOException {
    Path project = directory.resolve("project");

    assertEnds(0, "import", onnx(heads()), "--class", "com.acme.Heads", "--out", project);

    assertTrue(out.toString().contains("as expected"), out::toString);
    String source = Files.readString(project.resolve("src/main/java/com/acme/Heads.java"));
    for (String line : List.of(
        "@Input(name = \"board\", size = 3)",
        "@Input(name = \"clock\", size = 2)",
        "@Dense(name = \"stem\", in = 5, out = 4, activation = Activation.RELU)",
        "@Dense(name = \"wide\", in = 4, out = 6, activation = Activation.TANH, inputNormalization ="
            + " Normalization.LAYER)",
        "@Dense(name = \"down\", add = \"stem\", in = 6, out = 4, activation = Activation.SILU)",
        "@Dense(name = \"va_lue\", from = \"down\", in = 4, out = 1, activation = Activation.TANH)",
        "@Output({\"va_lue\", \"move\"})")) {
      assertTrue(source.contains(line + "\n"), source);
    }
  }

  @Test
  void scalersOfATensorFileAreImported() throws IOException {
    NetworkSpec network = NetworkSpec.chain(
            "Scaled",
            LayerSpec.of("layer1", NetworkSpec.INPUT, 3, 4, Activation.RELU),
            LayerSpec.of("layer2", "layer1", 4, 2, Activation.IDENTITY))
        .withInputScaling(ScalingSpec.stored(Scaling.STANDARD))
        .withOutputScaling(ScalingSpec.stored(Scaling.MIN_MAX));
    Path tensors = directory.resolve("scaled.safetensors");
    WeightsWriter.write(tensors, network, Parameters.random(network, 4), Optional.empty());
    Path project = directory.resolve("project");

    assertEnds(
        0,
        "import",
        tensors,
        "--activations",
        "relu,identity",
        "--class",
        "com.acme.Scaled",
        "--out",
        project);

    String source = Files.readString(project.resolve("src/main/java/com/acme/Scaled.java"));
    assertTrue(
        source.contains("@InputScale\n@OutputScale(kind = Scaling.MIN_MAX)\n@Dense("), source);
  }

  @Test
  void activationsAreSaidWithTheirParameters() throws IOException {
    NetworkSpec network = allActivations();
    Path tensors = directory.resolve("all.safetensors");
    Path model = directory.resolve("again.onnx");
    WeightsWriter.write(tensors, network, Parameters.random(network, 4), Optional.empty());

    assertEnds(
        0,
        "convert",
        tensors,
        model,
        "--activations",
        network.layers().stream()
            .map(layer -> layer.activation().toString())
            .collect(Collectors.joining(",")));

    try (OpenWeights weights = WeightsSource.file(model).open(network)) {
      assertEquals(network.tensorShapes(), weights.parameters().shapes());
    }
  }

  @Test
  void anActivationThatIsNoneIsRefusedWithWhatThereIs() {
    Path file = directory.resolve("converted.onnx");
    for (String[] wrong : new String[][] {
      {"swoosh,softmax", "'swoosh' is no activation, there are identity, relu,"},
      {"relu(,softmax", "'relu(' is no activation, expected such as relu, leaky_relu(0.2)"},
      {"leaky_relu(much),softmax", "'much' is no number"},
      {"leaky_relu(beta=1),softmax", "leaky_relu takes alpha, not beta"},
      {"hard_tanh(1),softmax", "hard_tanh takes min and max, say which, as in name=1"},
      {"relu(per unit),softmax", "relu learns no slope"},
      {"elu(-1),softmax", "elu has alpha = -1, expected a finite number, 0 or more"}
    }) {
      assertEnds(2, "convert", safetensors(), file, "--activations", wrong[0]);
      assertTrue(err.toString().contains(wrong[1]), err::toString);
    }
    assertFalse(Files.exists(file));
  }

  @Test
  void theSlopeOfAPReluIsShown() {
    NetworkSpec network = NetworkSpec.chain(
        "Model", LayerSpec.of("layer1", NetworkSpec.INPUT, 3, 5, Activation.PRELU));
    Path file = directory.resolve("prelu.safetensors");
    Parameters parameters = Parameters.random(network, 3);
    SafetensorsWriter.write(
        file,
        Map.of(
            "0.weight", Tensor.of(Shape.of(5, 3), new float[15]),
            "0.bias", parameters.tensor("layer1.bias"),
            "1.weight", parameters.tensor("layer1.slope")),
        Map.of());

    assertEnds(0, "inspect", file);

    assertTrue(
        out.toString().contains("@Dense(in = 3, out = 5, activation = Activation.PRELU)"),
        out::toString);
  }

  @Test
  void aModelIsNotMadeWithoutActivations() {
    assertEnds(1, "convert", safetensors(), directory.resolve("converted.onnx"));

    assertEquals(
        directory.resolve("model.safetensors")
            + " has 2 layers and does not say their activations, got 0"
            + System.lineSeparator()
            + "  fix: --activations with one for each, such as relu,softmax",
        err.toString().strip());
    assertFalse(Files.exists(directory.resolve("converted.onnx")));
  }

  @Test
  void aFormatThatDoesNotExistIsRefused() {
    assertEnds(1, "convert", safetensors(), directory.resolve("model.h5"));

    assertTrue(err.toString().contains("model.h5 says no format"), err::toString);
  }

  @Test
  void aFileThatIsNoneIsRefusedWithoutAStackTrace() throws IOException {
    Path file = Files.writeString(directory.resolve("a.txt"), "hello, this is text");

    assertEnds(1, "inspect", file);

    assertTrue(err.toString().startsWith("[LAM-FILE] "), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  @Test
  void anUnknownCommandIsRefusedAndNoneShowsHowToUseTheTool() {
    assertEnds(2, "train");
    assertTrue(err.toString().contains("Unmatched argument at index 0: 'train'"), err::toString);

    assertEnds(2);
    assertTrue(err.toString().contains("Usage: lamina"), err::toString);
  }

  @Test
  void anImportedModelCompilesAndComputesWhatItsGraphDoes() throws IOException {
    Path project = directory.resolve("project");

    assertEnds(0, "import", onnx(), "--class", "com.acme.DigitReader", "--out", project);

    assertTrue(
        out.toString().contains("16 examples of the graph of model.onnx, in double precision"),
        out::toString);
    assertTrue(out.toString().contains("as expected"), out::toString);
    assertEquals("""
        package com.acme;

        import dev.lamina.Activation;
        import dev.lamina.Dense;
        import dev.lamina.Network;
        import dev.lamina.Weights;

        /**
         * 3 -&gt; 5 tanh -&gt; 2 softmax
         *
         * <p>Imported from model.onnx, written by Lamina.
         */
        @Weights("digit-reader.safetensors")
        @Dense(in = 3, out = 5, activation = Activation.TANH)
        @Dense(in = 5, out = 2, activation = Activation.SOFTMAX)
        public interface DigitReader extends Network {}
        """, Files.readString(project.resolve("src/main/java/com/acme/DigitReader.java")));
    assertSameWeights(project.resolve("src/main/resources/com/acme/digit-reader.safetensors"));
    assertTrue(Files.readString(project.resolve("src/test/java/com/acme/DigitReaderTest.java"))
        .contains("assertEquals(32, network.parameterCount());"));
  }

  @Test
  void tensorsAreImportedWithTheActivationsThatAreSaidAndTheOutputsOfTheTrainingTool() {
    Path project = directory.resolve("project");
    Path x = directory.resolve("x.npy");
    Path y = directory.resolve("y.npy");
    NumpyWriter.write(x, Tensor.of(Shape.of(1, 3), 1, 2, 3));
    NumpyWriter.write(y, Tensor.of(Shape.of(1, 2), 0.5f, 0.5f));

    assertEnds(
        1,
        "import",
        safetensors(),
        "--class",
        "Model",
        "--out",
        project,
        "--activations",
        "tanh,softmax",
        "--inputs",
        x,
        "--outputs",
        y);

    assertTrue(out.toString().contains("1 of 1 rows are wrong"), out::toString);
    assertFalse(Files.exists(project), "nothing may be left of a class that computes otherwise");
  }

  @Test
  void importReplacesNothing() throws IOException {
    Path source = directory.resolve("src/main/java/com/acme/Model.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "mine");

    assertEnds(1, "import", onnx(), "--class", "com.acme.Model", "--out", directory);

    assertTrue(err.toString().contains("there is a file already"), err::toString);
    assertEquals("mine", Files.readString(source));
    assertEnds(0, "import", onnx(), "--class", "com.acme.Model", "--out", directory, "--force");
    assertTrue(Files.readString(source).contains("@Dense"));
  }

  @Test
  void aNameThatIsNoneIsRefused() throws IOException {
    assertEnds(1, "import", onnx(), "--class", "com.acme.1st", "--out", directory);

    assertTrue(err.toString().contains("is no name of a Java class"), err::toString);
  }

  @Test
  void verifyComputesTheExamplesOnEveryBackend() throws IOException {
    assertEnds(0, "import", onnx(), "--class", "com.acme.Model", "--out", directory);
    Path resources = directory.resolve("src/main/resources");
    Path classes = compile(directory.resolve("src/main/java/com/acme/Model.java"));
    Path file = resources.resolve("com/acme/model.safetensors");

    assertEnds(0, "verify", file, "--class", "com.acme.Model", "--class-path", classes);
    assertTrue(out.toString().contains("as expected"), out::toString);

    // The same weights with an example that is wrong.
    try (OpenWeights weights = WeightsSource.file(file).open(NETWORK)) {
      WeightsWriter.write(
          file,
          NETWORK,
          weights.parameters(),
          Optional.of(Examples.of(1, new float[3], new float[] {2, 3})));
    }
    assertEnds(1, "verify", file, "--class", "com.acme.Model", "--class-path", classes);
    assertTrue(out.toString().contains("1 of 1 rows are wrong"), out::toString);
  }

  /** The layers a (1 x 2) and head (3 x 2): y = (3 left + right, 3 left + right) if left is not negative. */
  private static final NetworkSpec GRAPH = new NetworkSpec(
      "Graph",
      List.of(PortSpec.of("left", 0, 1), PortSpec.of("right", 1, 1)),
      List.of(
          LayerSpec.of("a", "left", 1, 2, Activation.RELU),
          LayerSpec.of("head", List.of("a", "right"), 3, 2, ActivationSpec.of(Activation.IDENTITY))
              .withResidual("a")),
      List.of(PortSpec.of("head", 0, 2)));

  private static final Parameters ONES = Parameters.of(Map.of(
      "a.weight", Tensor.of(Shape.of(1, 2), 1, 1),
      "a.bias", Tensor.of(Shape.of(2), 0, 0),
      "head.weight", Tensor.of(Shape.of(3, 2), 1, 1, 1, 1, 1, 1),
      "head.bias", Tensor.of(Shape.of(2), 0, 0)));

  private Path graph(float... y) {
    Path file = directory.resolve("graph.safetensors");
    WeightsWriter.write(file, GRAPH, ONES, Optional.of(Examples.of(1, new float[] {2, 5}, y)));
    return file;
  }

  @Test
  void verifyComputesAGraphThatIsNoChain() throws IOException {
    Path classes = compile(Files.writeString(directory.resolve("Graph.java"), """
        package com.acme;

        import dev.lamina.*;

        @Input(name = "left", size = 1)
        @Input(name = "right", size = 1)
        @Dense(from = "left", out = 2, activation = Activation.RELU, name = "a")
        @Dense(from = {"a", "right"}, out = 2, add = "a", name = "head")
        public interface Graph {}
        """));

    assertEnds(0, "verify", graph(11, 11), "--class", "com.acme.Graph", "--class-path", classes);
    assertTrue(out.toString().contains("as expected"), out::toString);
    assertEnds(1, "verify", graph(11, 7), "--class", "com.acme.Graph", "--class-path", classes);
    assertTrue(out.toString().contains("1 of 1 rows are wrong"), out::toString);
  }

  @Test
  void theTensorsOfAGraphAreShownAndConvertedByTheirNames() {
    Path npz = directory.resolve("graph.npz");
    Path again = directory.resolve("again.safetensors");

    assertEnds(0, "inspect", graph(11, 11));
    assertTrue(out.toString().contains("head.weight  F32   (2 x 3)"), out::toString);
    assertTrue(
        out.toString().contains("names and shapes are not those of a chain of dense layers"),
        out::toString);
    assertEnds(0, "convert", directory.resolve("graph.safetensors"), npz);
    assertEnds(0, "convert", npz, again);

    for (Path file : List.of(npz, again)) {
      try (OpenWeights weights = WeightsSource.file(file).open(GRAPH)) {
        assertArrayEquals(
            new float[] {1, 1, 1, 1, 1, 1}, elements(weights.parameters().tensor("head.weight")));
      }
    }
  }

  @Test
  void noModelIsMadeOfTheTensorsOfAGraph() {
    Path model = directory.resolve("graph.onnx");

    assertEnds(1, "convert", graph(11, 11), model, "--activations", "relu,identity");

    assertTrue(
        err.toString().contains("does not look like a chain of dense layers"), err::toString);
    assertFalse(Files.exists(model));
  }

  @Test
  void verifyNeedsExamples() throws IOException {
    assertEnds(
        0, "import", onnx(), "--class", "com.acme.Model", "--out", directory, "--examples", 0);
    Path classes = compile(directory.resolve("src/main/java/com/acme/Model.java"));

    assertEnds(
        1,
        "verify",
        directory.resolve("src/main/resources/com/acme/model.safetensors"),
        "--class",
        "com.acme.Model",
        "--class-path",
        classes);

    assertTrue(err.toString().contains("has no examples to verify"), err::toString);
  }

  @Test
  void aClassThatIsNotThereIsNamed() {
    assertEnds(1, "verify", safetensors(), "--class", "com.acme.Nothing");

    assertTrue(err.toString().contains("there is no class com.acme.Nothing"), err::toString);
  }

  /** As a user's build does it. From JDK 23 on javac runs processors only if it is told to. */
  private Path compile(Path source) throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    List<String> arguments = List.of(
        Runtime.version().feature() >= 21 ? "-proc:full" : "-Xlint:none",
        "-d",
        classes.toString(),
        "-cp",
        System.getProperty("java.class.path"),
        source.toString());
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new)));
    return classes;
  }
}
