package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.Arrays;

/**
 * Computes a chain of layers in double precision, and says how far from it a float result may be.
 *
 * <p>A sum of n = in + 1 terms, in whatever order it is added, is off by at most γₙ times the sum of the
 * terms' magnitudes, γₙ = n·u / (1 − n·u) with u = 2⁻²⁴ (Nicholas Higham, <i>Accuracy and Stability of
 * Numerical Algorithms</i>, section 3.1); what x is off by already comes in through the weights. A float
 * implementation of sigmoid, tanh and softmax may be off by 10⁻⁶ of the value, or 10⁻⁷, by itself.
 */
final class Reference {

  /** The unit roundoff of float. */
  private static final double ROUNDOFF = 0x1p-24;

  private static final double RELATIVE_ALLOWANCE = 1e-6;
  private static final double ABSOLUTE_ALLOWANCE = 1e-7;

  private final NetworkSpec network;
  private final Parameters parameters;

  Reference(NetworkSpec network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
  }

  /** A row of a result. */
  static final class Row {

    private final double[] values;
    private final double[] bounds;

    private Row(double[] values, double[] bounds) {
      this.values = values;
      this.bounds = bounds;
    }

    /** What the formulas say. */
    double value(int column) {
      return values[column];
    }

    /** How far from the value a float result may be. */
    double bound(int column) {
      return bounds[column];
    }
  }

  void assertComputes(float[] x, float[] actual) {
    Row expected = compute(x);
    assertEquals(expected.values.length, actual.length);
    for (int j = 0; j < actual.length; j++) {
      assertEquals(
          expected.value(j), actual[j], expected.bound(j), "column " + j + " of " + network.name());
    }
  }

  /** The result for one example. */
  Row compute(float[] x) {
    double[] values = new double[x.length];
    Arrays.setAll(values, i -> x[i]);
    Row row = new Row(values, new double[x.length]);
    for (LayerSpec layer : network.layers()) {
      Row sums = sums(layer, row);
      row = activate(layer.activation().kind(), sums.values, sums.bounds);
    }
    return row;
  }

  private Row sums(LayerSpec layer, Row x) {
    int in = layer.in();
    int out = layer.out();
    float[] weight = elements(layer, LayerSpec.WEIGHT, in * out);
    float[] bias = layer.bias() ? elements(layer, LayerSpec.BIAS, out) : new float[out];
    double[] z = new double[out];
    double[] bounds = new double[out];
    double gamma = gamma(in + 1);
    for (int j = 0; j < out; j++) {
      double magnitude = Math.abs(bias[j]);
      z[j] = bias[j];
      for (int k = 0; k < in; k++) {
        double w = weight[k * out + j];
        z[j] += x.values[k] * w;
        magnitude += (Math.abs(x.values[k]) + x.bounds[k]) * Math.abs(w);
        bounds[j] += x.bounds[k] * Math.abs(w);
      }
      bounds[j] += gamma * magnitude;
    }
    return new Row(z, bounds);
  }

  private static double gamma(int roundings) {
    return roundings * ROUNDOFF / (1 - roundings * ROUNDOFF);
  }

  /** No activation here has a slope above 1; that of the sigmoid is at most a quarter. */
  private static Row activate(Activation activation, double[] z, double[] errors) {
    if (activation == Activation.SOFTMAX) {
      return softmax(z, errors);
    }
    double[] values = new double[z.length];
    double[] bounds = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      values[j] = switch (activation) {
        case IDENTITY, SOFTMAX -> z[j];
        case RELU -> Math.max(z[j], 0);
        case SIGMOID -> 1 / (1 + Math.exp(-z[j]));
        case TANH -> Math.tanh(z[j]);
      };
      bounds[j] = switch (activation) {
        case IDENTITY, RELU, SOFTMAX -> errors[j];
        case SIGMOID -> errors[j] / 4 + allowance(values[j]);
        case TANH -> errors[j] + allowance(values[j]);
      };
    }
    return new Row(values, bounds);
  }

  /** If each z is off by at most e, each probability is off by a factor of at most exp(2 e). */
  private static Row softmax(double[] z, double[] errors) {
    double greatest = Arrays.stream(z).max().orElseThrow();
    double error = Arrays.stream(errors).max().orElseThrow();
    double sum = Arrays.stream(z).map(value -> Math.exp(value - greatest)).sum();
    double[] values =
        Arrays.stream(z).map(value -> Math.exp(value - greatest) / sum).toArray();
    double factor = Math.expm1(2 * error) + gamma(z.length);
    return new Row(
        values, Arrays.stream(values).map(p -> p * factor + allowance(p)).toArray());
  }

  private static double allowance(double value) {
    return Math.max(RELATIVE_ALLOWANCE * Math.abs(value), ABSOLUTE_ALLOWANCE);
  }

  private float[] elements(LayerSpec layer, String role, int count) {
    float[] elements = new float[count];
    parameters.tensor(layer.name() + "." + role).read(0, elements, 0, count);
    return elements;
  }
}
