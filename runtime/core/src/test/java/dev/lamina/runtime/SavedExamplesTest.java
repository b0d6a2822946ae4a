package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ColumnSpec;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.runtime.models.Examined;
import dev.lamina.runtime.models.ExaminedNetwork;
import dev.lamina.runtime.models.Graphs;
import dev.lamina.weights.Examples;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.WeightsSource;
import dev.lamina.weights.WeightsWriter;
import dev.lamina.weights.numpy.NumpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shapes cannot catch is caught by the examples that a file carries. */
class SavedExamplesTest {

  private static final NetworkSpec SPEC = ExaminedNetwork.SPEC;
  private static final Parameters PARAMETERS = Parameters.random(SPEC, 5);
  private static final int ROWS = 20;

  @TempDir
  private Path directory;

  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("examined.safetensors");
  }

  /** Random inputs, with what a reference computes for them. */
  private static Examples examples(NetworkSpec network, Parameters parameters) {
    SplittableRandom random = new SplittableRandom(11);
    float[] x = new float[ROWS * network.inputSize()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-2, 2);
    }
    float[] y = new float[ROWS * network.outputSize()];
    Reference reference = new Reference(network, parameters);
    for (int row = 0; row < ROWS; row++) {
      float[] example =
          Arrays.copyOfRange(x, row * network.inputSize(), (row + 1) * network.inputSize());
      Reference.Row result = reference.compute(example);
      for (int j = 0; j < network.outputSize(); j++) {
        y[row * network.outputSize() + j] = (float) result.value(j);
      }
    }
    return Examples.of(ROWS, x, y).withTool("a reference in double precision");
  }

  /** The tensors of the parameters, to be changed. */
  private static Map<String, Tensor> tensors(Parameters parameters) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    parameters.shapes().keySet().forEach(name -> tensors.put(name, parameters.tensor(name)));
    return tensors;
  }

  private static float[] elements(Tensor tensor) {
    float[] elements = new float[(int) tensor.shape().elementCount()];
    tensor.read(0, elements, 0, elements.length);
    return elements;
  }

  /** Writes a file without the checks of {@link Lamina#save}. */
  private void write(NetworkSpec network, Parameters parameters, Examples examples) {
    WeightsWriter.write(file, network, parameters, Optional.of(examples));
  }

  private LaminaException refused() {
    LaminaException error =
        assertThrows(LaminaException.class, () -> Lamina.load(Examined.class, file));
    assertEquals(ErrorCode.EXAMPLES, error.code(), error.getMessage());
    return error;
  }

  @Test
  void whatWasSavedIsLoadedAgain() {
    Lamina.save(
        Examined.class, WeightsSource.parameters(PARAMETERS), examples(SPEC, PARAMETERS), file);

    Network network = (Network) Lamina.load(Examined.class, file);

    new Reference(SPEC, PARAMETERS)
        .assertComputes(new float[] {1, -2, 0.5f}, network.forward(new float[] {1, -2, 0.5f}));
  }

  @Test
  void savedParametersAndExamplesAreTheSameToTheBit() {
    Examples examples = examples(SPEC, PARAMETERS).withTolerance(3e-5);
    Lamina.save(Examined.class, WeightsSource.parameters(PARAMETERS), examples, file);

    try (OpenWeights weights = WeightsSource.file(file).open(SPEC)) {
      for (String name : SPEC.tensorShapes().keySet()) {
        assertArrayEquals(
            elements(PARAMETERS.tensor(name)), elements(weights.parameters().tensor(name)), name);
      }
      Examples read = weights.examples().orElseThrow();
      assertArrayEquals(examples.x(), read.x());
      assertArrayEquals(examples.y(), read.y());
      assertEquals(3e-5, read.tolerance());
      assertEquals(Optional.of("a reference in double precision"), read.tool());
    }
  }

  @Test
  void anotherActivationIsRefusedWithRowOutputAndBothValues() {
    // The file was trained with another function in the hidden layers.
    List<LayerSpec> layers = new ArrayList<>();
    for (LayerSpec layer : SPEC.layers()) {
      layers.add(
          layer.activation().kind() == Activation.TANH
              ? LayerSpec.of(
                  layer.name(), layer.inputs().get(0), layer.in(), layer.out(), Activation.SIGMOID)
              : layer);
    }
    NetworkSpec trained = NetworkSpec.chain(SPEC.name(), layers.toArray(LayerSpec[]::new));
    write(SPEC, PARAMETERS, examples(trained, PARAMETERS));

    String text = refused().getMessage();
    assertTrue(
        text.matches(
            "(?s)\\[LAM-EXAMPLES] Examined does not compute what its file expects: row \\d+,"
                + " output \\d: expected -?[0-9.E-]+, got -?[0-9.E-]+; \\d+ of 20 rows are wrong\\R"
                + "  file: .*examined.safetensors\\R"
                + "  computed by: backend java\\R"
                + "  expected by: a reference in double precision, within 1.0E-4\\R"
                + "  fix: .*"),
        text);
  }

  @Test
  void twoHiddenLayersInTheWrongOrderAreRefused() {
    Map<String, Tensor> swapped = tensors(PARAMETERS);
    for (String role : List.of("weight", "bias")) {
      swapped.put("layer2." + role, PARAMETERS.tensor("layer3." + role));
      swapped.put("layer3." + role, PARAMETERS.tensor("layer2." + role));
    }
    write(SPEC, Parameters.of(swapped), examples(SPEC, PARAMETERS));

    refused();
  }

  @Test
  void everySingleWeightWithTheWrongSignIsRefused() {
    Examples examples = examples(SPEC, PARAMETERS);
    for (String name : List.of("layer1.weight", "layer2.weight", "layer3.bias", "layer4.weight")) {
      Map<String, Tensor> damaged = tensors(PARAMETERS);
      float[] elements = elements(damaged.get(name));
      int largest = 0;
      for (int i = 0; i < elements.length; i++) {
        largest = Math.abs(elements[i]) > Math.abs(elements[largest]) ? i : largest;
      }
      elements[largest] = -elements[largest];
      damaged.put(name, Tensor.of(damaged.get(name).shape(), elements));
      write(SPEC, Parameters.of(damaged), examples);

      refused();
    }
  }

  @Test
  void featuresInAnotherOrderAreRefusedByTheirNames() {
    NetworkSpec reordered = NetworkSpec.chain(SPEC.name(), SPEC.layers().toArray(LayerSpec[]::new))
        .withFeatures(columns("width", "height", "depth"))
        .withClasses(columns("SMALL", "LARGE"));
    write(reordered, PARAMETERS, examples(SPEC, PARAMETERS));

    LaminaException error =
        assertThrows(LaminaException.class, () -> Lamina.load(Examined.class, file));

    assertEquals(ErrorCode.WEIGHTS, error.code());
    assertTrue(
        error
            .getMessage()
            .contains("features: the file has width, height, depth, Examined has height,"
                + " width, depth: they are in another order"),
        error.getMessage());
  }

  @Test
  void classesInAnotherOrderAreRefusedByTheirNames() {
    NetworkSpec reordered = NetworkSpec.chain(SPEC.name(), SPEC.layers().toArray(LayerSpec[]::new))
        .withFeatures(columns("Height", "WIDTH", "depth_"))
        .withClasses(columns("LARGE", "SMALL"));
    write(reordered, PARAMETERS, examples(SPEC, PARAMETERS));

    LaminaException error =
        assertThrows(LaminaException.class, () -> Lamina.load(Examined.class, file));

    assertTrue(
        error
            .getMessage()
            .contains("classes: the file has LARGE, SMALL, Examined has SMALL, LARGE"),
        error.getMessage());
    assertFalse(error.getMessage().contains("features:"), error.getMessage());
  }

  private static ColumnSpec[] columns(String... names) {
    return Stream.of(names).map(ColumnSpec::of).toArray(ColumnSpec[]::new);
  }

  @Test
  void examplesThatTheNetworkDoesNotReproduceAreNotSaved() throws IOException {
    Examples good = examples(SPEC, PARAMETERS);
    float[] y = good.y();
    y[7] += 0.01f;

    LaminaException error = assertThrows(
        LaminaException.class,
        () -> Lamina.save(
            Examined.class,
            WeightsSource.parameters(PARAMETERS),
            Examples.of(ROWS, good.x(), y),
            file));

    assertEquals(ErrorCode.EXAMPLES, error.code());
    assertTrue(error.getMessage().contains("row 3, output 1"), error.getMessage());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void examplesOfAnotherWidthAreNotSaved() {
    Examples wide = Examples.of(2, new float[8], new float[4]);

    LaminaException error = assertThrows(
        LaminaException.class,
        () -> Lamina.save(Examined.class, WeightsSource.parameters(PARAMETERS), wide, file));

    assertEquals(
        "[LAM-EXAMPLES] the examples are of a network (N x 4) -> (N x 2), Examined is (N x 3) -> (N x 2)"
            + System.lineSeparator() + "  fix: bring examples of this network, row by row",
        error.getMessage());
  }

  @Test
  void oneOfTheTwoTensorsWithoutTheOtherIsRefused() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(tensors(PARAMETERS));
    tensors.put("lamina.x", Tensor.of(Shape.of(1, 3), 1, 2, 3));
    NumpyWriter.write(file, inOutOrder(tensors));

    LaminaException error =
        assertThrows(LaminaException.class, () -> Lamina.load(Examined.class, file));

    assertTrue(
        error.getMessage().contains("examples: the file has lamina.x without lamina.y"),
        error.getMessage());
  }

  @Test
  void examplesThatAreLeftOutAreNotRun() {
    Examples wrong = Examples.of(1, new float[] {1, 2, 3}, new float[] {9, 9});
    write(SPEC, PARAMETERS, wrong);
    refused();

    Network network =
        (Network) Lamina.load(Examined.class, WeightsSource.file(file).withoutExamples());

    assertEquals(SPEC, network.spec());
  }

  /** Weights as PyTorch names them have to be out x in. */
  private static Map<String, Tensor> inOutOrder(Map<String, Tensor> tensors) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> result.put(name, name.endsWith(".weight") ? transposed(tensor) : tensor));
    return Collections.unmodifiableMap(result);
  }

  private static Tensor transposed(Tensor tensor) {
    int rows = tensor.shape().dimensions().get(0);
    int columns = tensor.shape().dimensions().get(1);
    float[] elements = elements(tensor);
    float[] other = new float[elements.length];
    for (int i = 0; i < elements.length; i++) {
      other[i % columns * rows + i / columns] = elements[i];
    }
    return Tensor.of(Shape.of(columns, rows), other);
  }

  @Test
  void graphsAreSavedWithTheirExamplesAndLoadedAgain() throws IOException {
    for (Class<?> type : Graphs.all()) {
      NetworkSpec network = GeneratedNetwork.of(type, null).spec();
      Parameters parameters = Parameters.random(network, 5);
      Examples examples = examples(network, parameters);

      Lamina.save(type, WeightsSource.parameters(parameters), examples, file);

      Network loaded = (Network) Lamina.load(type, WeightsSource.file(file));
      float[] y = new float[ROWS * network.outputSize()];
      loaded.forward(examples.x(), ROWS, y);
      assertArrayEquals(examples.y(), y, 1e-3f, type.getSimpleName());
      Files.delete(file);
    }
  }

  /** Both heads of a network side by side, and one of them is wrong. */
  @Test
  void anExampleOfOneOfSeveralOutputsThatIsWrongIsFound() {
    NetworkSpec network = GeneratedNetwork.of(Graphs.Shop.class, null).spec();
    Parameters parameters = Parameters.random(network, 5);
    Examples right = examples(network, parameters);
    float[] y = right.y().clone();
    y[2] += 0.5f;

    LaminaException error = assertThrows(
        LaminaException.class,
        () -> Lamina.save(
            Graphs.Shop.class,
            WeightsSource.parameters(parameters),
            Examples.of(ROWS, right.x(), y),
            file));

    assertEquals(ErrorCode.EXAMPLES, error.code());
    assertTrue(error.getMessage().contains("row 0, output 2: expected"), error::getMessage);
    assertFalse(Files.exists(file));
  }
}
