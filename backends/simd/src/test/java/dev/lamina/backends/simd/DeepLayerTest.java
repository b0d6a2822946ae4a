package dev.lamina.backends.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Tensor;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers of several blocks, groups of panels and tiles, which the conformance suite is too small for. */
@Tag("width-independent") // Emulated vectors would take minutes.
class DeepLayerTest {

  private static final int MOST_ROWS = 2 * Tiles.MOST_ROWS + 5;

  @ParameterizedTest(name = "{0} x {1}, {2}")
  @CsvSource({
    "1023, 40, RELU",
    "1025, 40, IDENTITY",
    "2050, 33, RELU",
    "1030, 5, SIGMOID",
    "3, 4101, RELU",
    "1027, 1049, TANH"
  })
  void everyRowHasTheBitsOfASingleRowAndMatchesTheReference(
      int in, int out, Activation activation) {
    LayerSpec spec = LayerSpec.of("layer", "x", in, out, activation);
    SplittableRandom random = new SplittableRandom(1000L * in + out);
    float[] weight = uniform(random, in * out, 1 / Math.sqrt(in));
    float[] bias = uniform(random, out, 1);
    DenseKernel kernel = new LayerKernel(new PackedLayer(spec, parameters(spec, weight, bias)));
    float[] x = uniform(random, MOST_ROWS * in, 1);
    float[] y = new float[MOST_ROWS * out];
    Workspace workspace = kernel.workspace(MOST_ROWS).allocate();

    kernel.apply(MOST_ROWS, x, 0, in, y, 0, out, 0, out, workspace);

    float[] single = new float[out];
    for (int row : new int[] {0, 5, Tiles.MOST_ROWS, MOST_ROWS - 1}) {
      kernel.apply(1, x, row * in, in, single, 0, out, 0, out, workspace);
      for (int j = 0; j < out; j++) {
        assertEquals(
            Float.floatToIntBits(single[j]),
            Float.floatToIntBits(y[row * out + j]),
            "row " + row + ", column " + j);
        double z = bias[j];
        double magnitude = Math.abs(z);
        for (int k = 0; k < in; k++) {
          double product = (double) x[row * in + k] * weight[k * out + j];
          z += product;
          magnitude += Math.abs(product);
        }
        // Higham, Accuracy and Stability of Numerical Algorithms, section 3.1; no g is steeper than
        // 1.
        double bound = (in + 1) * 0x1p-24 / (1 - (in + 1) * 0x1p-24) * magnitude + 1e-6;
        double expected = switch (activation) {
          case RELU -> Math.max(z, 0);
          case SIGMOID -> 1 / (1 + Math.exp(-z));
          case TANH -> Math.tanh(z);
          default -> z;
        };
        assertEquals(expected, single[j], bound, "row " + row + ", column " + j);
      }
    }
  }

  @Test
  void weightsTakeHardlyMoreMemoryThanTheirNumber() {
    for (int out = 81; out < 400; out++) {
      LayerSpec spec = LayerSpec.of("layer", "x", 64, out, Activation.RELU);
      PackedLayer layer =
          new PackedLayer(spec, parameters(spec, new float[64 * out], new float[out]));
      double factor = (double) layer.packedWeights() / layer.weights();
      double most = VectorWidth.LANES <= 8 ? 1.1 : 1.2;
      assertTrue(factor <= most, out + " columns take " + factor + " times their size");
    }
  }

  private static LayerParameters parameters(LayerSpec spec, float[] weight, float[] bias) {
    return new LayerParameters(Map.of(
        LayerSpec.WEIGHT, Tensor.of(spec.tensorShapes().get(LayerSpec.WEIGHT), weight),
        LayerSpec.BIAS, Tensor.of(spec.tensorShapes().get(LayerSpec.BIAS), bias)));
  }

  private static float[] uniform(SplittableRandom random, int count, double most) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (most * (2 * random.nextDouble() - 1));
    }
    return values;
  }
}
