package dev.lamina.backends.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Activation;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers whose products are cut, by blocks of W or by the time that a call may take. */
class LargeLayerTest {

  @BeforeEach
  void needsTheLibrary() {
    assumeTrue(new BlasBackendProvider().availability().usable());
  }

  @ParameterizedTest(name = "{0} rows, {1} x {2}")
  @CsvSource({"1, 1501, 1303", "9, 1501, 1303", "9, 3001, 1001", "64, 700, 300", "701, 1501, 1303"})
  void everyPartOfAProductIsComputed(int rows, int in, int out) {
    LayerSpec layer = LayerSpec.of("layer1", "x", in, out, Activation.IDENTITY);
    Parameters parameters = Parameters.random(NetworkSpec.chain("Chain", layer), 5);
    float[] weight = new float[in * out];
    parameters.tensor("layer1.weight").read(0, weight, 0, weight.length);
    float[] bias = new float[out];
    parameters.tensor("layer1.bias").read(0, bias, 0, out);
    DenseKernel kernel = new BlasBackendProvider()
        .create()
        .prepare(
            layer,
            new LayerParameters(Map.of(
                LayerSpec.WEIGHT, parameters.tensor("layer1.weight"),
                LayerSpec.BIAS, parameters.tensor("layer1.bias"))));
    float[] x = new float[rows * in];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i % 11 - 5) / 5f;
    }
    int from = 64;
    float[] y = new float[rows * out];
    Arrays.fill(y, Float.NaN);

    // In two parts: the second does not begin where the weights do.
    kernel.apply(rows, x, 0, in, y, 0, out, from, out, kernel.workspace(rows).allocate());
    kernel.apply(rows, x, 0, in, y, 0, out, 0, from, kernel.workspace(rows).allocate());
    assertIsRight(rows, in, out, x, weight, bias, y);

    Arrays.fill(y, Float.NaN);
    kernel.apply(rows, x, 0, in, y, 0, out, 0, out, kernel.workspace(rows).allocate());
    assertIsRight(rows, in, out, x, weight, bias, y);
  }

  /** Every column of some rows. */
  private static void assertIsRight(
      int rows, int in, int out, float[] x, float[] weight, float[] bias, float[] y) {
    for (int row = 0; row < rows; row = row == rows - 1 ? rows : Math.min(rows - 1, row + 233)) {
      double[] z = new double[out];
      double[] size = new double[out];
      for (int k = 0; k < in; k++) {
        for (int j = 0; j < out; j++) {
          double term = (double) x[row * in + k] * weight[k * out + j];
          z[j] += term;
          size[j] += Math.abs(term);
        }
      }
      for (int j = 0; j < out; j++) {
        double bound = (in + 1) * 0x1p-24 * (size[j] + Math.abs(bias[j]));
        assertEquals(z[j] + bias[j], y[row * out + j], bound, "row " + row + ", column " + j);
      }
    }
  }
}
