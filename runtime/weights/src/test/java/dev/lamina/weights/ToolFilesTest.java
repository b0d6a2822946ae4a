package dev.lamina.weights;

import static dev.lamina.Activation.IDENTITY;
import static dev.lamina.Activation.PRELU;
import static dev.lamina.Activation.RELU;
import static dev.lamina.Activation.SIGMOID;
import static dev.lamina.Activation.SOFTMAX;
import static dev.lamina.Activation.TANH;
import static dev.lamina.weights.Weights.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lamina.Activation;
import dev.lamina.ErrorCode;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.spi.ScalarActivation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that PyTorch, scikit-learn and Keras wrote predict here what they predicted there. Square layers
 * and layers of the same shape are among them, so that a wrong order or orientation would show.
 */
class ToolFilesTest {

  static Stream<Arguments> files() {
    Activation[] tanh = {TANH, TANH, TANH, TANH, TANH, TANH};
    return Stream.of(
        arguments("mlp-classifier.npz", network(List.of(5, 5, 4, 3), RELU, RELU, SOFTMAX)),
        arguments("mlp-binary.npz", network(List.of(5, 4, 1), TANH, SIGMOID)),
        arguments("mlp-float32.npz", network(List.of(5, 4, 1), RELU, IDENTITY)),
        arguments("logistic.npz", network(List.of(5, 3), SOFTMAX)),
        arguments("logistic-binary.npz", network(List.of(5, 1), SIGMOID)),
        arguments("linear-single.npz", network(List.of(5, 1), IDENTITY)),
        arguments("ridge-two.npz", network(List.of(5, 2), IDENTITY)),
        arguments("keras.npz", network(List.of(5, 4, 4, 2), RELU, TANH, SOFTMAX)),
        arguments("torch-dropout.safetensors", network(List.of(5, 4, 4, 2), RELU, TANH, SOFTMAX)),
        arguments("torch-deep.safetensors", network(List.of(3, 3, 3, 3, 3, 3, 3), tanh)),
        arguments("torch-bf16.safetensors", network(List.of(5, 4, 2), RELU, SOFTMAX)),
        arguments("torch-f16.safetensors", network(List.of(5, 4, 2), RELU, SOFTMAX)),
        arguments("torch-prelu.safetensors", network(List.of(5, 4, 2), PRELU, IDENTITY)),
        arguments("torch-batchnorm.safetensors", normalized()));
  }

  private static NetworkSpec normalized() {
    LayerSpec layer = LayerSpec.of("layer1", NetworkSpec.INPUT, 5, 4, RELU)
        .withNormalization(NormalizationSpec.of(Normalization.BATCH));
    return NetworkSpec.chain("Net", layer, LayerSpec.of("layer2", "layer1", 4, 2, IDENTITY));
  }

  /** A chain of as many layers as there are activations, which end at these widths. */
  private static NetworkSpec network(List<Integer> widths, Activation... activations) {
    List<LayerSpec> layers = new ArrayList<>();
    for (int i = 0; i < activations.length; i++) {
      String input = i == 0 ? NetworkSpec.INPUT : "layer" + i;
      layers.add(
          LayerSpec.of("layer" + (i + 1), input, widths.get(i), widths.get(i + 1), activations[i]));
    }
    return NetworkSpec.chain("Net", layers.toArray(LayerSpec[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void theNetworkPredictsWhatTheToolPredicted(String file, NetworkSpec network) {
    float[] x = Fixtures.elements(file, "x");
    float[] y = Fixtures.elements(file, "y");
    try (OpenWeights weights = Fixtures.source(file).ignore("x").ignore("y").open(network)) {
      int in = network.inputSize();
      int out = network.outputSize();
      for (int row = 0; row < 3; row++) {
        double[] a = new double[in];
        for (int i = 0; i < in; i++) {
          a[i] = x[row * in + i];
        }
        for (LayerSpec layer : network.layers()) {
          double slope = layer.activation().kind() == PRELU
              ? Weights.elements(weights, layer.name() + ".slope")[0]
              : Double.NaN;
          a = activate(layer, normalized(weights, layer, affine(weights, layer, a)), slope);
        }
        float[] expected = Arrays.copyOfRange(y, row * out, (row + 1) * out);
        for (int i = 0; i < out; i++) {
          assertEquals(expected[i], a[i], 2e-6 * Math.max(1, Math.abs(expected[i])));
        }
      }
      assertEquals(List.of(), weights.warnings());
    }
  }

  private static double[] affine(OpenWeights weights, LayerSpec layer, double[] x) {
    float[] w = Weights.elements(weights, layer.name() + ".weight");
    float[] b = Weights.elements(weights, layer.name() + ".bias");
    double[] z = new double[layer.out()];
    for (int j = 0; j < z.length; j++) {
      z[j] = b[j];
      for (int k = 0; k < x.length; k++) {
        z[j] += x[k] * w[k * z.length + j];
      }
    }
    return z;
  }

  private static double[] normalized(OpenWeights weights, LayerSpec layer, double[] z) {
    if (layer.normalization().isEmpty()) {
      return z;
    }
    float[] weight = Weights.elements(weights, layer.name() + ".norm.weight");
    float[] bias = Weights.elements(weights, layer.name() + ".norm.bias");
    float[] mean = Weights.elements(weights, layer.name() + ".norm.running_mean");
    float[] variance = Weights.elements(weights, layer.name() + ".norm.running_var");
    double[] normalized = new double[z.length];
    Arrays.setAll(
        normalized, j -> (z[j] - mean[j]) / Math.sqrt(variance[j] + 1e-5) * weight[j] + bias[j]);
    return normalized;
  }

  private static double[] activate(LayerSpec layer, double[] z, double slope) {
    if (layer.activation().kind() == SOFTMAX) {
      double sum = Arrays.stream(z).map(Math::exp).sum();
      return Arrays.stream(z).map(v -> Math.exp(v) / sum).toArray();
    }
    return Arrays.stream(z).map(ScalarActivation.of(layer.activation(), slope)).toArray();
  }

  /** Ignoring its parts would compute something else, so that is not what the error advises. */
  @Test
  void aNormalisationThatIsNotDeclaredIsRefusedWithWhatToDoAboutIt() {
    String text = assertRefused(
        ErrorCode.WEIGHTS,
        () -> Fixtures.source("torch-batchnorm.safetensors")
            .ignore("x")
            .ignore("y")
            .open(Weights.network(5, 4, 2)),
        "(5 problems)",
        "  1.bias (4) belongs to no layer\n",
        "  1.num_batches_tracked () belongs to no layer: it is a counter of the training, no weight",
        "  1.running_mean (4) belongs to no layer: it is part of a normalisation",
        "  1.running_var (4) belongs to no layer: it is part of a normalisation",
        "  1.weight (4) belongs to no layer\n",
        "fix: write normalization = Normalization.BATCH into the @Dense of the layer that it belongs"
            + " to");
    assertEquals(1, text.lines().filter(line -> line.contains("ignore(")).count(), text);
  }

  @Test
  void theSlopeOfAnActivationThatIsNotDeclaredIsSaid() {
    assertRefused(
        ErrorCode.WEIGHTS,
        () -> Fixtures.source("torch-prelu.safetensors")
            .ignore("x")
            .ignore("y")
            .open(Weights.network(5, 4, 2)),
        "does not fit network Net: layer1: 1.weight (1) is surplus, it looks like the slope of a PReLU"
            + " and the layer has activation = RELU\n",
        "fix: make the activation of that @Dense PRELU");
  }

  @Test
  void whatTorchSaveWritesIsRecognised() {
    assertRefused(
        ErrorCode.FILE,
        () -> Fixtures.source("torch-save.pt").open(Weights.network(2, 1)),
        "it looks like a PyTorch file written by torch.save",
        "safetensors.torch.save_file(model.state_dict()");
  }
}
