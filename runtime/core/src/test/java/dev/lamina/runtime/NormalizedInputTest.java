package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.runtime.models.PreNorm;
import dev.lamina.runtime.models.PreNormNetwork;
import dev.lamina.weights.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is normalised in front of a layer, out of a file that numbers modules as PyTorch does. */
class NormalizedInputTest {

  private static final double EPSILON = 1e-5;

  /** The numbers of PyTorch's modules: 3 is the activation of the block. */
  private static final Map<String, String> MODULES = Map.of(
      "stem.input_norm.", "0.",
      "stem.", "1.",
      "block1.input_norm.", "2.",
      "block1.", "3.",
      "block2.", "5.",
      "head.input_norm.", "6.",
      "head.", "7.");

  private final SplittableRandom random = new SplittableRandom(7);
  private final Map<String, float[]> values = new LinkedHashMap<>();

  @Test
  void aPreNormNetworkComputesWhatItsFileSays(@TempDir Path directory) {
    Map<String, Tensor> file = new LinkedHashMap<>();
    PreNormNetwork.SPEC.tensorShapes().forEach((name, shape) -> {
      float[] elements = new float[(int) shape.elementCount()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = (float) random.nextDouble(0.5, 1.5) * (name.endsWith("var") ? 1 : 1 - i % 3);
      }
      values.put(name, elements);
      String role = name.substring(name.lastIndexOf('.') + 1);
      String owner = name.substring(0, name.length() - role.length());
      file.put(MODULES.get(owner) + role, transposed(Tensor.of(shape, elements)));
    });
    Path path = directory.resolve("prenorm.safetensors");
    SafetensorsWriter.write(path, file, Map.of());
    PreNorm network = Lamina.load(PreNorm.class, path);

    for (int rows : new int[] {1, 5, 70}) {
      float[] x = new float[rows * 3];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextDouble(-2, 2);
      }
      float[] y = new float[rows * 2];
      network.forward(x, rows, y);
      for (int row = 0; row < rows; row++) {
        double[] expected = reference(Arrays.copyOfRange(x, row * 3, row * 3 + 3));
        for (int j = 0; j < 2; j++) {
          assertEquals(expected[j], y[row * 2 + j], 1e-4 * Math.max(1, Math.abs(expected[j])));
        }
      }
    }
  }

  /** PyTorch has out × in. */
  private static Tensor transposed(Tensor tensor) {
    if (tensor.shape().rank() == 1) {
      return tensor;
    }
    List<Integer> extents = tensor.shape().dimensions();
    int in = extents.get(0);
    int out = extents.get(1);
    float[] elements = new float[in * out];
    tensor.read(0, elements, 0, elements.length);
    float[] turned = new float[in * out];
    for (int i = 0; i < in; i++) {
      for (int j = 0; j < out; j++) {
        turned[j * in + i] = elements[i * out + j];
      }
    }
    return Tensor.of(Shape.of(out, in), turned);
  }

  private double[] reference(float[] example) {
    double[] x = new double[3];
    for (int i = 0; i < 3; i++) {
      x[i] = (example[i] - values.get("stem.input_norm.running_mean")[i])
              / Math.sqrt(values.get("stem.input_norm.running_var")[i] + EPSILON)
              * values.get("stem.input_norm.weight")[i]
          + values.get("stem.input_norm.bias")[i];
    }
    double[] stem = dense("stem", x);
    double[] hidden = dense("block1", byRow("block1", stem));
    for (int j = 0; j < hidden.length; j++) {
      hidden[j] = Math.tanh(hidden[j]);
    }
    double[] block = dense("block2", hidden);
    for (int j = 0; j < block.length; j++) {
      block[j] += stem[j];
    }
    return dense("head", byRow("head", block));
  }

  private double[] byRow(String layer, double[] v) {
    double mean = Arrays.stream(v).average().orElseThrow();
    double variance =
        Arrays.stream(v).map(value -> (value - mean) * (value - mean)).average().orElseThrow();
    double[] normalized = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      normalized[i] = (v[i] - mean)
              / Math.sqrt(variance + EPSILON)
              * values.get(layer + ".input_norm.weight")[i]
          + values.get(layer + ".input_norm.bias")[i];
    }
    return normalized;
  }

  private double[] dense(String layer, double[] x) {
    float[] bias = values.get(layer + ".bias");
    float[] weight = values.get(layer + ".weight");
    double[] z = new double[bias.length];
    for (int j = 0; j < z.length; j++) {
      z[j] = bias[j];
      for (int i = 0; i < x.length; i++) {
        z[j] += x[i] * weight[i * z.length + j];
      }
    }
    return z;
  }
}
