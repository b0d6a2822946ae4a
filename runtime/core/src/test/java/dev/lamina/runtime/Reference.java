package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.Arrays;

/** Computes a chain of layers in double precision, and says how far from it a float result may be. */
final class Reference {

  /** The unit roundoff of float. */
  private static final double ROUNDOFF = Math.scalb(1.0, -24);

  /** Roundings of an element besides those of its sum: bias, activation and the final float. */
  private static final int OTHER_ROUNDINGS = 16;

  private final NetworkSpec network;
  private final Parameters parameters;

  Reference(NetworkSpec network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
  }

  void assertComputes(float[] x, float[] actual) {
    double[] expected = new double[x.length];
    Arrays.setAll(expected, i -> x[i]);
    double bound = 0;
    for (LayerSpec layer : network.layers()) {
      // |Δz| ≤ |Δx|·Σ|w| + (in + c)·u·Σ|x·w|, and no activation here has a slope above 1.
      float[] weight = elements(layer, LayerSpec.WEIGHT, layer.in() * layer.out());
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      double weightSum = largestColumnSum(weight, layer.out());
      bound = bound * weightSum
          + (layer.in() + OTHER_ROUNDINGS) * ROUNDOFF * Math.max(1, largest * weightSum);
      expected = apply(layer, weight, expected);
    }
    assertEquals(expected.length, actual.length);
    for (int j = 0; j < expected.length; j++) {
      assertEquals(expected[j], actual[j], bound, "column " + j + " of " + network.name());
    }
  }

  private double[] apply(LayerSpec layer, float[] weight, double[] x) {
    double[] z = new double[layer.out()];
    float[] bias =
        layer.bias() ? elements(layer, LayerSpec.BIAS, layer.out()) : new float[layer.out()];
    for (int j = 0; j < layer.out(); j++) {
      z[j] = bias[j];
      for (int k = 0; k < layer.in(); k++) {
        z[j] += x[k] * weight[k * layer.out() + j];
      }
    }
    return activate(layer.activation().kind(), z);
  }

  private static double[] activate(Activation activation, double[] z) {
    double max = Arrays.stream(z).max().orElseThrow();
    double sum = Arrays.stream(z).map(value -> Math.exp(value - max)).sum();
    return Arrays.stream(z)
        .map(value -> switch (activation) {
          case IDENTITY -> value;
          case RELU -> Math.max(value, 0);
          case SIGMOID -> 1 / (1 + Math.exp(-value));
          case TANH -> Math.tanh(value);
          case SOFTMAX -> Math.exp(value - max) / sum;
          default -> throw new IllegalArgumentException(activation + " has no reference here");
        })
        .toArray();
  }

  private float[] elements(LayerSpec layer, String role, int count) {
    float[] elements = new float[count];
    parameters.tensor(layer.name() + "." + role).read(0, elements, 0, count);
    return elements;
  }

  private static double largestColumnSum(float[] weight, int columns) {
    double[] sums = new double[columns];
    for (int i = 0; i < weight.length; i++) {
      sums[i % columns] += Math.abs(weight[i]);
    }
    return Arrays.stream(sums).max().orElseThrow();
  }
}
