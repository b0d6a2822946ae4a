package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static dev.lamina.weights.Weights.elements;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.numpy.NumpyWriter;
import dev.lamina.weights.onnx.OnnxWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The weights of networks that are more than a chain: names say which is which, numbers only if they can. */
class GraphWeightsTest {

  private static final ActivationSpec RELU = ActivationSpec.of(Activation.RELU);

  /** Two towers of one shape, and a head over both: the towers could be written in either order. */
  private static final NetworkSpec TOWERS = new NetworkSpec(
      "Towers",
      List.of(PortSpec.of("left", 0, 2), PortSpec.of("right", 2, 2)),
      List.of(
          LayerSpec.of("a", List.of("left"), 2, 3, RELU),
          LayerSpec.of("b", List.of("right"), 2, 3, RELU),
          LayerSpec.of("head", List.of("a", "b"), 6, 1, RELU)),
      List.of(PortSpec.of("head", 0, 1)));

  /** Every pair of layers of one shape is computed one after the other. */
  private static final NetworkSpec BLOCKS = new NetworkSpec(
      "Blocks",
      List.of(PortSpec.of("x", 0, 4)),
      List.of(
          LayerSpec.of("stem", "x", 4, 3, Activation.RELU),
          LayerSpec.of("wide", "x", 4, 2, Activation.RELU),
          LayerSpec.of("block1", "stem", 3, 3, Activation.RELU).withResidual("stem"),
          LayerSpec.of("block2", "block1", 3, 3, Activation.RELU).withResidual("block1"),
          LayerSpec.of("head", List.of("block2", "wide"), 5, 1, RELU)),
      List.of(PortSpec.of("head", 0, 1)));

  @TempDir
  private Path directory;

  /** The tensors as PyTorch has them, the layers called by the given names. */
  private static Map<String, Tensor> tensors(
      NetworkSpec network, Parameters parameters, List<String> names) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String layer = network.layers().get(i).name();
      tensors.put(names.get(i) + ".weight", transposed(parameters.tensor(layer + ".weight")));
      tensors.put(names.get(i) + ".bias", parameters.tensor(layer + ".bias"));
    }
    return tensors;
  }

  private static Tensor transposed(Tensor tensor) {
    int rows = tensor.shape().dimensions().get(0);
    int columns = tensor.shape().dimensions().get(1);
    float[] elements = new float[rows * columns];
    float[] transposed = new float[rows * columns];
    tensor.read(0, elements, 0, elements.length);
    for (int i = 0; i < elements.length; i++) {
      transposed[i % columns * rows + i / columns] = elements[i];
    }
    return Tensor.of(Shape.of(columns, rows), transposed);
  }

  private static byte[] safetensors(Map<String, Tensor> tensors) {
    SafetensorsBuilder file = new SafetensorsBuilder();
    tensors.forEach((name, tensor) -> {
      float[] elements = new float[(int) tensor.shape().elementCount()];
      tensor.read(0, elements, 0, elements.length);
      file.tensor(name, tensor.shape(), elements);
    });
    return file.bytes();
  }

  private static byte[] numbered(NetworkSpec network, Parameters parameters) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < network.layers().size(); i++) {
      names.add(String.valueOf(2 * i));
    }
    return safetensors(tensors(network, parameters, names));
  }

  private static void assertHas(WeightsSource source, NetworkSpec network, Parameters parameters) {
    try (OpenWeights weights = source.open(network)) {
      assertEquals(network.tensorShapes(), weights.parameters().shapes());
      for (Map.Entry<String, Shape> tensor : network.tensorShapes().entrySet()) {
        float[] expected = new float[(int) tensor.getValue().elementCount()];
        parameters.tensor(tensor.getKey()).read(0, expected, 0, expected.length);
        assertArrayEquals(expected, elements(weights, tensor.getKey()), tensor.getKey());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "model.npz"})
  void namesOfTheLayersSayWhichIsWhich(String name) {
    Path file = directory.resolve(name);
    for (NetworkSpec network : List.of(TOWERS, BLOCKS)) {
      Parameters parameters = Parameters.random(network, 5);
      if (name.endsWith("npz")) {
        List<String> names = network.layers().stream().map(LayerSpec::name).toList();
        NumpyWriter.write(file, tensors(network, parameters, names));
      } else {
        WeightsWriter.write(file, network, parameters, Optional.empty());
      }

      assertHas(WeightsSource.file(file), network, parameters);
    }
  }

  @Test
  void numbersSayWhichIsWhichWhereTheyCan() {
    Parameters parameters = Parameters.random(BLOCKS, 6);

    assertHas(Weights.file(numbered(BLOCKS, parameters)), BLOCKS, parameters);
  }

  @Test
  void numbersDoNotTellLayersOfOneShapeApartThatAreNotComputedOneAfterTheOther() {
    byte[] file = numbered(TOWERS, Parameters.random(TOWERS, 7));

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, TOWERS),
        "the names of its tensors do not say which layer they belong to: a and b have the same"
            + " shape and neither is computed from the other, so numbers do not tell them apart"
            + " either",
        "found: 0.weight (3 x 2), 0.bias (3), 2.weight (3 x 2)",
        "expected: a.weight, a.bias, b.weight, b.bias, head.weight, head.bias\n",
        "fix: give the layers the names that the file has, @Dense(name = \"...\"), or say which"
            + " tensor is which, WeightsSource.file(path).rename(\"0.weight\", \"a.weight\")");
  }

  @Test
  void kerasAndScikitLearnNumbersDoNotEither() {
    SafetensorsBuilder keras = new SafetensorsBuilder();
    SafetensorsBuilder scikit = new SafetensorsBuilder();
    for (int i = 0; i < 3; i++) {
      LayerSpec layer = TOWERS.layers().get(i);
      Shape shape = Shape.of(layer.in(), layer.out());
      String dense = i == 0 ? "dense" : "dense_" + i;
      keras.tensor(dense + "/kernel", shape).tensor(dense + "/bias", Shape.of(layer.out()));
      scikit.tensor("coefs_" + i, shape).tensor("intercepts_" + i, Shape.of(layer.out()));
    }
    for (byte[] file : List.of(keras.bytes(), scikit.bytes())) {
      assertRefused(
          ErrorCode.WEIGHTS,
          () -> Weights.open(file, TOWERS),
          "a and b have the same shape and neither is computed from the other");
    }
  }

  @Test
  void onceOneOfTheTwoIsSaidNumbersSayTheRest() {
    Parameters parameters = Parameters.random(TOWERS, 8);

    assertHas(
        Weights.file(numbered(TOWERS, parameters))
            .rename("0.weight", "a.weight")
            .rename("0.bias", "a.bias"),
        TOWERS,
        parameters);
  }

  @Test
  void aLayerOfAnotherShapeInAWrongPlaceDoesNotFit() {
    Parameters parameters = Parameters.random(BLOCKS, 9);
    byte[] file = safetensors(tensors(BLOCKS, parameters, List.of("0", "4", "2", "6", "8")));

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, BLOCKS),
        "wide: 2.weight is (3 x 3), expected (2 x 4) (out x in)");
  }

  @Test
  void anOnnxFileOfAChainDoesNotFit() {
    NetworkSpec chain = Weights.network(4, 3, 3);
    byte[] file = OnnxWriter.of(chain, Parameters.random(chain, 10)).bytes();
    NetworkSpec residual = new NetworkSpec(
        "Residual",
        List.of(PortSpec.of("x", 0, 4)),
        List.of(
            LayerSpec.of("one", "x", 4, 3, Activation.RELU),
            LayerSpec.of("two", "one", 3, 3, Activation.RELU).withResidual("one")),
        List.of(PortSpec.of("two", 0, 3)));

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, residual),
        "layer 2 (two): in the file it adds nothing, Residual says one");
  }

  @Test
  void anOnnxFileOfAGraphFits() {
    Parameters parameters = Parameters.random(BLOCKS, 12);
    byte[] file = OnnxWriter.of(BLOCKS, parameters).bytes();

    try (OpenWeights weights = Weights.open(file, BLOCKS)) {
      BLOCKS.tensorShapes().forEach((name, shape) -> {
        float[] expected = new float[Math.toIntExact(shape.elementCount())];
        parameters.tensor(name).read(0, expected, 0, expected.length);
        assertArrayEquals(expected, elements(weights, name), name);
      });
    }
  }

  /** Two heads that a file may have in any order, with names or without. */
  private static NetworkSpec heads(String first, String second, String trunk) {
    return new NetworkSpec(
        "Heads",
        List.of(PortSpec.of("x", 0, 4)),
        List.of(
            LayerSpec.of(trunk, "x", 4, 3, Activation.RELU),
            LayerSpec.of(first, trunk, 3, 2, Activation.SOFTMAX),
            LayerSpec.of(second, trunk, 3, 2, Activation.TANH)),
        List.of(PortSpec.of(first, 0, 2), PortSpec.of(second, 2, 2)));
  }

  @Test
  void layersOfAnOnnxGraphFitByOrderWhereNamesSayNothing() {
    NetworkSpec inFile = heads("a", "b", "c");
    byte[] file = OnnxWriter.of(inFile, Parameters.random(inFile, 13)).bytes();

    try (OpenWeights weights = Weights.open(file, heads("move", "value", "trunk"))) {
      assertEquals(12, elements(weights, "trunk.weight").length);
    }
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(file, heads("b", "a", "c")),
        "layer 2 (b): the file has TANH, Heads says SOFTMAX",
        "layer 3 (a): the file has SOFTMAX, Heads says TANH",
        "the results of the network are those of b, a, the file has those of a, b");
  }

  @Test
  void whatLayersOfAnOnnxGraphReadIsCompared() {
    NetworkSpec inFile = new NetworkSpec(
        "Net",
        List.of(PortSpec.of("x", 0, 3)),
        List.of(
            LayerSpec.of("one", "x", 3, 3, Activation.RELU),
            LayerSpec.of("two", "one", 3, 3, Activation.RELU).withResidualAfterActivation("x"),
            LayerSpec.of("three", "one", 3, 3, Activation.RELU).withResidual("two")),
        List.of(PortSpec.of("three", 0, 3)));
    NetworkSpec declared = new NetworkSpec(
        "Net",
        List.of(PortSpec.of("x", 0, 3)),
        List.of(
            LayerSpec.of("one", "x", 3, 3, Activation.RELU),
            LayerSpec.of("two", "one", 3, 3, Activation.RELU).withResidual("x"),
            LayerSpec.of("three", "two", 3, 3, Activation.RELU).withResidual("one")),
        List.of(PortSpec.of("three", 0, 3)));

    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Weights.open(OnnxWriter.of(inFile, Parameters.random(inFile, 14)).bytes(), declared),
        "layer 2 (two): in the file it adds x after the activation, Net says x",
        "layer 3 (three): in the file it reads one, Net says two",
        "layer 3 (three): in the file it adds two, Net says one");
  }
}
