package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static dev.lamina.weights.Weights.elements;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the layers of an ONNX file find those of a network. */
class OnnxWeightsTest {

  private static LayerSpec layer(String name, String input, int in, int out, Activation g) {
    return LayerSpec.of(name, input, in, out, g);
  }

  private static NetworkSpec network(LayerSpec... layers) {
    return NetworkSpec.chain("Digits", layers);
  }

  private static NetworkSpec stored() {
    return network(
        layer("fc1", NetworkSpec.INPUT, 4, 3, Activation.RELU),
        layer("fc2", "fc1", 3, 3, Activation.TANH),
        layer("fc3", "fc2", 3, 2, Activation.SOFTMAX));
  }

  private static byte[] file() {
    return OnnxWriter.of(stored(), Parameters.random(stored(), 5)).outByIn().bytes();
  }

  private static OpenWeights open(byte[] file, NetworkSpec network) {
    return WeightsSource.bytes("digits.onnx", file).open(network);
  }

  private static String assertDoesNotFit(NetworkSpec network, String... fragments) {
    return assertRefused(ErrorCode.WEIGHTS, () -> open(file(), network), fragments);
  }

  @Test
  void layersAreMatchedInTheirOrder() {
    NetworkSpec network = network(
        layer("layer1", NetworkSpec.INPUT, 4, 3, Activation.RELU),
        layer("layer2", "layer1", 3, 3, Activation.TANH),
        layer("layer3", "layer2", 3, 2, Activation.SOFTMAX));
    try (OpenWeights weights = open(file(), network)) {
      assertEquals(network.tensorShapes(), weights.parameters().shapes());
      Parameters expected = Parameters.random(stored(), 5);
      float[] w2 = new float[9];
      expected.tensor("fc2.weight").read(0, w2, 0, 9);
      assertArrayEquals(w2, elements(weights, "layer2.weight"));
      assertEquals(List.of(), weights.warnings());
    }
  }

  @Test
  void anActivationThatDiffersIsSaid() {
    assertDoesNotFit(
        network(
            layer("a", NetworkSpec.INPUT, 4, 3, Activation.RELU),
            layer("b", "a", 3, 3, Activation.RELU),
            layer("c", "b", 3, 2, Activation.SOFTMAX)),
        "digits.onnx does not fit network Digits: layer 2 (b): the file has TANH, Digits says RELU",
        "fix: make the activation of that @Dense what the file has");
  }

  private static byte[] oneLayer(int out, ActivationSpec activation) {
    NetworkSpec network = network(LayerSpec.of("fc1", NetworkSpec.INPUT, 4, out, activation));
    return OnnxWriter.of(network, Parameters.random(network, 5)).bytes();
  }

  @Test
  void aParameterThatDiffersIsSaidWithBothValues() {
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> open(
            oneLayer(3, ActivationSpec.of(Activation.LEAKY_RELU).with("alpha", 0.2)),
            network(layer("a", NetworkSpec.INPUT, 4, 3, Activation.LEAKY_RELU))),
        "digits.onnx does not fit network Digits: layer 1 (a): the file has LEAKY_RELU with alpha ="
            + " 0.2, Digits says alpha = 0.01",
        "fix: make the activation of that @Dense what the file has");
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> open(
            oneLayer(3, ActivationSpec.of(Activation.HARD_TANH).between(-3, 3)),
            network(layer("a", NetworkSpec.INPUT, 4, 3, Activation.HARD_TANH))),
        "(2 problems)",
        "layer 1 (a): the file has HARD_TANH with min = -3, Digits says min = -1",
        "layer 1 (a): the file has HARD_TANH with max = 3, Digits says max = 1");
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> open(
            oneLayer(3, ActivationSpec.of(Activation.PRELU)),
            network(LayerSpec.of(
                "a",
                NetworkSpec.INPUT,
                4,
                3,
                ActivationSpec.of(Activation.PRELU).withSlopePerUnit()))),
        "layer 1 (a): the file has PRELU with slopePerUnit = false, Digits says slopePerUnit = true");
  }

  @Test
  void aHardTanhThatIsAReluByItsBoundsIsRead() {
    for (double max : new double[] {6, Float.MAX_VALUE}) {
      ActivationSpec clip = ActivationSpec.of(Activation.HARD_TANH).between(0, max);
      open(oneLayer(3, clip), network(LayerSpec.of("a", NetworkSpec.INPUT, 4, 3, clip)))
          .close();
    }
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> open(
            oneLayer(3, ActivationSpec.of(Activation.RELU6)),
            network(layer("a", NetworkSpec.INPUT, 4, 3, Activation.HARD_TANH))),
        "the file has RELU6, Digits says HARD_TANH");
  }

  @Test
  void oneUnitHasOneSlopeEitherWay() {
    ActivationSpec perUnit = ActivationSpec.of(Activation.PRELU).withSlopePerUnit();
    NetworkSpec network = network(LayerSpec.of("a", NetworkSpec.INPUT, 4, 1, perUnit));
    try (OpenWeights weights = open(oneLayer(1, ActivationSpec.of(Activation.PRELU)), network)) {
      assertEquals(1, elements(weights, "a.slope").length);
    }
  }

  @Test
  void allProblemsAreInOneError() {
    assertDoesNotFit(
        network(
            layer("a", NetworkSpec.INPUT, 5, 3, Activation.RELU),
            layer("b", "a", 3, 3, Activation.TANH).withoutBias(),
            layer("c", "b", 3, 2, Activation.IDENTITY)),
        "digits.onnx does not fit network Digits (3 problems)",
        "the file:    4 -> 3 -> 3 -> 2",
        "the network: 5 -> 3 -> 3 -> 2",
        "layer 1 (a): fc1 of the file is (4 x 3), expected (5 x 3) (in x out)",
        "layer 2 (b): the file has a bias, Digits says bias = false",
        "layer 3 (c): the file has SOFTMAX, Digits says IDENTITY");
  }

  @Test
  void anOtherNumberOfLayersIsShownAsChains() {
    assertDoesNotFit(
        network(layer("a", NetworkSpec.INPUT, 4, 2, Activation.SOFTMAX)),
        "the file has 3 layers, the network has 1 layer",
        "the file:    4 -> 3 -> 3 -> 2",
        "the network: 4 -> 2");
  }

  @Test
  void theSameNamesInAnotherOrderAreRefused() {
    assertDoesNotFit(
        network(
            layer("fc2", NetworkSpec.INPUT, 4, 3, Activation.RELU),
            layer("fc1", "fc2", 3, 3, Activation.TANH),
            layer("fc3", "fc1", 3, 2, Activation.SOFTMAX)),
        "the file has the layers in another order: fc1, fc2, fc3, the network has fc2, fc1, fc3");
  }

  @Test
  void aResidualThatTheFileHasNotIsRefused() {
    LayerSpec residual = layer("fc2", "fc1", 3, 3, Activation.TANH).withResidual("fc1");
    assertDoesNotFit(
        network(
            layer("fc1", NetworkSpec.INPUT, 4, 3, Activation.RELU),
            residual,
            layer("fc3", "fc2", 3, 2, Activation.SOFTMAX)),
        "layer 2 (fc2): in the file it adds nothing, Digits says fc1");
  }

  @Test
  void outputsThatTheFileHasNotAreRefused() {
    LayerSpec first = layer("fc1", NetworkSpec.INPUT, 4, 3, Activation.RELU);
    LayerSpec second = layer("fc2", "fc1", 3, 3, Activation.TANH);
    LayerSpec third = layer("fc3", "fc2", 3, 2, Activation.SOFTMAX);
    assertDoesNotFit(
        new NetworkSpec(
            "Heads",
            List.of(PortSpec.of(NetworkSpec.INPUT, 0, 4)),
            List.of(first, second, third),
            List.of(PortSpec.of("fc3", 0, 2), PortSpec.of("fc1", 2, 3))),
        "the results of the network are those of fc3, fc1, the file has those of fc3");
  }

  @Test
  void valuesThatAreNotFiniteAreSaidOnce() {
    NetworkSpec network = network(layer("a", NetworkSpec.INPUT, 2, 2, Activation.RELU));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a.weight", Tensor.of(Shape.of(2, 2), 1, 2, Float.NaN, Float.POSITIVE_INFINITY));
    tensors.put("a.bias", Tensor.of(Shape.of(2), 0, 0));
    byte[] file = OnnxWriter.of(network, Parameters.of(tensors)).bytes();
    String problem =
        "the weight of layer a has 2 NaN or infinite or too large for float, the first at [1, 0] is NaN";
    try (OpenWeights weights = open(file, network)) {
      assertRefused(ErrorCode.NAN, () -> weights.parameters().tensor("a.weight"), problem);
    }
    WeightsFile source = WeightsSource.bytes("digits.onnx", file).allowNonFinite();
    try (OpenWeights weights = source.open(network)) {
      elements(weights, "a.weight");
      elements(weights, "a.weight");
      elements(weights, "a.bias");
      assertEquals(
          List.of("[LAM-NAN] digits.onnx: results may be NaN or infinite, too, for " + problem),
          weights.warnings());
    }
  }

  @Test
  void aTensorThatTheNetworkDoesNotHaveIsAnError() {
    try (OpenWeights weights = open(file(), stored())) {
      assertRefused(
          ErrorCode.WEIGHTS,
          () -> weights.parameters().tensor("fc4.weight"),
          "there is no tensor fc4.weight");
    }
  }

  @Test
  void aFileOnDiskIsClosedWithItsWeights(@TempDir Path directory) throws IOException {
    Path path = Files.write(directory.resolve("digits.onnx"), file());
    OpenWeights weights = WeightsSource.file(path).open(stored());
    assertEquals(12, elements(weights, "fc1.weight").length);
    weights.close();
    assertRefused(
        ErrorCode.FILE,
        () -> weights.parameters().tensor("fc1.weight"),
        "a tensor was asked for after the file was closed");
  }

  @Test
  void aFileThatIsNotThereIsAnError(@TempDir Path directory) {
    assertTrue(assertRefused(
            ErrorCode.FILE,
            () -> WeightsSource.file(directory.resolve("lost.onnx")).open(stored()),
            "there is no such file")
        .contains("lost.onnx"));
  }
}
