package dev.lamina.backends.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Tensor;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of several blocks, groups of panels and tiles, and single rows with zeros, which the conformance suite is too small for. */
@Tag("width-independent") // Emulated vectors would take minutes.
class DeepLayerTest {

  private static final int MOST_ROWS = 2 * Tiles.ROWS + 5;

  @ParameterizedTest(name = "{0} x {1}, {2}")
  @CsvSource({
    "1023, 40, RELU",
    "1025, 40, IDENTITY",
    "2050, 33, RELU",
    "1030, 5, SIGMOID",
    "2051, 12, RELU",
    "1029, 20, IDENTITY",
    "3, 4101, RELU",
    "1027, 1049, TANH",
    "1030, 2050, RELU"
  })
  void everyRowHasTheBitsOfASingleRowAndMatchesTheReference(
      int in, int out, Activation activation) {
    LayerSpec spec = LayerSpec.of("layer", "x", in, out, activation);
    SplittableRandom random = new SplittableRandom(1000L * in + out);
    float[] weight = uniform(random, in * out, 1 / Math.sqrt(in));
    float[] bias = uniform(random, out, 1);
    DenseKernel kernel = kernel(spec, weight, bias);
    float[] x = uniform(random, MOST_ROWS * in, 1);
    float[] y = new float[MOST_ROWS * out];
    Workspace workspace = kernel.workspace(MOST_ROWS).allocate();

    kernel.apply(MOST_ROWS, x, 0, in, y, 0, out, 0, out, workspace);

    float[] single = new float[out];
    for (int row : new int[] {0, 5, Tiles.ROWS, MOST_ROWS - 1}) {
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

  /** Few rows go through layers whose weights come from memory in another way. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
  void fewRowsOfALargeLayerHaveTheBitsOfSingleRows(int rows) {
    int in = 1030;
    int out = 2050;
    LayerSpec spec = LayerSpec.of("layer", "x", in, out, Activation.IDENTITY);
    SplittableRandom random = new SplittableRandom(rows);
    DenseKernel kernel =
        kernel(spec, uniform(random, in * out, 1 / Math.sqrt(in)), uniform(random, out, 1));

    assertRowsHaveTheBitsOfSingleRows(kernel, spec, uniform(random, rows * in, 1), rows);
  }

  /** Zeros in a single row are left out. */
  @ParameterizedTest
  @ValueSource(floats = {1, 1e-38f, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN})
  void zerosInARowChangeNoBit(float oneOfTheWeights) {
    int in = 1100;
    int out = 300;
    int rows = 9;
    LayerSpec spec = LayerSpec.of("layer", "x", in, out, Activation.IDENTITY);
    SplittableRandom random = new SplittableRandom(7);
    float[] weight = uniform(random, in * out, 1e-38);
    weight[in * out / 3] = oneOfTheWeights;
    float[] bias = uniform(random, out, 1e-38);
    Arrays.fill(bias, 0, out / 2, -0f);
    float[] x = uniform(random, rows * in, 1);
    for (int i = 0; i < x.length; i++) {
      if (random.nextInt(10) < 7) {
        x[i] = random.nextBoolean() ? 0f : -0f;
      }
    }
    Arrays.fill(x, in, 2 * in, -0f);

    assertRowsHaveTheBitsOfSingleRows(kernel(spec, weight, bias), spec, x, rows);
  }

  private static DenseKernel kernel(LayerSpec spec, float[] weight, float[] bias) {
    return new LayerKernel(new PackedLayer(spec, parameters(spec, weight, bias)));
  }

  private static void assertRowsHaveTheBitsOfSingleRows(
      DenseKernel kernel, LayerSpec spec, float[] x, int rows) {
    int out = spec.out();
    float[] y = new float[rows * out];
    Workspace workspace = kernel.workspace(rows).allocate();
    kernel.apply(rows, x, 0, spec.in(), y, 0, out, 0, out, workspace);
    float[] single = new float[out];
    for (int row = 0; row < rows; row++) {
      kernel.apply(1, x, row * spec.in(), spec.in(), single, 0, out, 0, out, workspace);
      for (int j = 0; j < out; j++) {
        assertEquals(
            Float.floatToIntBits(single[j]),
            Float.floatToIntBits(y[row * out + j]),
            "row " + row + ", column " + j);
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
