package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The file of a real network that PyTorch trained. */
class DigitsFileTest {

  private static final String FILE = "digits.safetensors";
  private static final NetworkSpec NETWORK = Weights.network(64, 32, 10);

  private static final int[] FIRST_DIGIT = {
    0, 0, 4, 15, 13, 3, 0, 0, 0, 4, 13, 14, 10, 13, 0, 0, 0, 8, 16, 8, 8, 13, 0, 0, 0, 0, 15, 12,
    15, 11, 0, 0, 0, 0, 6, 16, 13, 1, 0, 0, 0, 0, 11, 15, 15, 2, 0, 0, 0, 0, 12, 8, 15, 8, 0, 0, 0,
    0, 5, 15, 16, 5, 0, 0
  };
  private static final double[] FIRST_PROBABILITIES = {
    0.000110133311,
    0.0153519744,
    0.000769124308,
    1.44036176e-05,
    0.000652935007,
    6.44252286e-05,
    0.000179791037,
    2.87388139e-05,
    0.981337547,
    0.00149106805
  };

  private static final int[] LAST_DIGIT = {
    0, 0, 10, 16, 8, 0, 0, 0, 0, 4, 16, 13, 16, 3, 0, 0, 0, 0, 12, 1, 11, 6, 0, 0, 0, 0, 0, 0, 12,
    8, 0, 0, 0, 0, 0, 0, 14, 5, 0, 0, 0, 0, 0, 7, 16, 6, 4, 0, 0, 0, 5, 16, 16, 16, 16, 4, 0, 0, 11,
    15, 9, 8, 6, 0
  };
  private static final double[] LAST_PROBABILITIES = {
    1.32825789e-07,
    1.79633462e-05,
    0.995825171,
    0.00413829926,
    1.63195306e-08,
    1.05781182e-05,
    2.44222491e-07,
    4.48206129e-06,
    2.44854391e-06,
    6.748391e-07
  };

  @Test
  void theFileGivesThePyTorchProbabilities() {
    try (OpenWeights weights =
        WeightsSource.resource(DigitsFileTest.class, FILE).open(NETWORK)) {
      assertArrayEquals(FIRST_PROBABILITIES, probabilities(weights, FIRST_DIGIT), 1e-6);
      assertArrayEquals(LAST_PROBABILITIES, probabilities(weights, LAST_DIGIT), 1e-6);
      assertEquals(List.of(), weights.warnings());
    }
  }

  /** softmax(relu(X·W1 + b1)·W2 + b2), straight from the formula. */
  private static double[] probabilities(OpenWeights weights, int[] pixels) {
    double[] x = new double[64];
    for (int i = 0; i < 64; i++) {
      x[i] = pixels[i] / 16.0;
    }
    double[] hidden = affine(weights, "layer1", x, 32);
    for (int i = 0; i < 32; i++) {
      hidden[i] = Math.max(hidden[i], 0);
    }
    double[] y = affine(weights, "layer2", hidden, 10);
    double sum = 0;
    for (int i = 0; i < 10; i++) {
      y[i] = Math.exp(y[i]);
      sum += y[i];
    }
    for (int i = 0; i < 10; i++) {
      y[i] /= sum;
    }
    return y;
  }

  private static double[] affine(OpenWeights weights, String layer, double[] x, int out) {
    float[] w = Weights.elements(weights, layer + ".weight");
    float[] b = Weights.elements(weights, layer + ".bias");
    double[] z = new double[out];
    for (int j = 0; j < out; j++) {
      z[j] = b[j];
      for (int k = 0; k < x.length; k++) {
        z[j] += x[k] * w[k * out + j];
      }
    }
    return z;
  }

  /** PyTorch's 0.weight (32 × 64) begins behind the length, the header and 32 biases. */
  @Test
  void theWeightIsTheTransposeOfWhatTheFileHolds() throws IOException {
    byte[] file;
    try (InputStream stream = DigitsFileTest.class.getResourceAsStream(FILE)) {
      file = Objects.requireNonNull(stream).readAllBytes();
    }
    ByteBuffer stored = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int begin = 8 + (int) stored.getLong(0) + 32 * 4;
    try (OpenWeights weights = Weights.open(file, NETWORK)) {
      float[] w = Weights.elements(weights, "layer1.weight");

      for (int row = 0; row < 32; row++) {
        for (int column = 0; column < 64; column++) {
          float expected = stored.getFloat(begin + (row * 64 + column) * 4);
          assertEquals(expected, w[column * 32 + row], "0.weight[" + row + ", " + column + "]");
        }
      }
    }
  }
}
