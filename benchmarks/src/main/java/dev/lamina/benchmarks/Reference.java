package dev.lamina.benchmarks;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.Arrays;
import java.util.List;

/**
 * The result of one row in double precision, and how far from it an engine that computes in float may
 * be.
 *
 * <p>A sum of n products in float is off by at most λ·√n·u·Σ|x·w|, u = 2⁻²⁴, with a probability that
 * λ = 4 puts next to 1 (Higham and Mary, A new approach to probabilistic rounding error analysis,
 * 2019, theorem 2.4); the bound that holds always has n instead of √n and would let mistakes pass.
 * The errors of x are taken to be independent too, so through W they grow as √Σ(w·Δx)².
 */
final class Reference {

  /** The unit roundoff of float. */
  private static final double ROUNDOFF = Math.scalb(1.0, -24);

  private static final double LAMBDA = 4;

  /** Roundings of an element besides those of its sum: bias, approximation of exp, division. */
  private static final int OTHER_ROUNDINGS = 16;

  private final List<LayerSpec> layers;
  private final List<LayerTensors> tensors;

  Reference(NetworkSpec network, Parameters parameters) {
    layers = network.layers();
    tensors = layers.stream().map(layer -> LayerTensors.of(layer, parameters)).toList();
  }

  /**
   * Computes a row.
   *
   * @param x the example
   * @return its result and the bounds
   */
  Row compute(float[] x) {
    double[] exact = new double[x.length];
    Arrays.setAll(exact, k -> x[k]);
    Row row = new Row(exact, new double[x.length]);
    for (int i = 0; i < layers.size(); i++) {
      row = activate(layers.get(i).activation().kind(), affine(row, tensors.get(i)));
    }
    return row;
  }

  private static Row affine(Row x, LayerTensors tensors) {
    int in = tensors.weight().length;
    int out = tensors.bias().length;
    double[] z = new double[out];
    double[] magnitude = new double[out];
    double[] variance = new double[out];
    for (int j = 0; j < out; j++) {
      z[j] = tensors.bias()[j];
      magnitude[j] = Math.abs(z[j]);
    }
    for (int k = 0; k < in; k++) {
      float[] weights = tensors.weight()[k];
      for (int j = 0; j < out; j++) {
        double product = x.exact()[k] * weights[j];
        z[j] += product;
        magnitude[j] += Math.abs(product);
        double error = x.bound()[k] * weights[j];
        variance[j] += error * error;
      }
    }
    double[] bound = new double[out];
    Arrays.setAll(
        bound,
        j -> Math.sqrt(variance[j]) + LAMBDA * Math.sqrt(in + 1.0) * ROUNDOFF * magnitude[j]);
    return new Row(z, bound);
  }

  private static Row activate(Activation activation, Row z) {
    double[] exact = function(activation, z.exact());
    double largest = Arrays.stream(z.bound()).max().orElseThrow();
    double[] bound = new double[exact.length];
    Arrays.setAll(
        bound,
        j -> OTHER_ROUNDINGS * ROUNDOFF * Math.abs(exact[j])
            + switch (activation) {
              case IDENTITY, RELU, TANH -> z.bound()[j];
              case SIGMOID -> z.bound()[j] / 4;
              // Σₖ |∂pⱼ/∂zₖ| = 2·pⱼ·(1 − pⱼ)
              case SOFTMAX -> largest / 2;
              default -> throw new IllegalArgumentException(activation + " is in no benchmark");
            });
    return new Row(exact, bound);
  }

  private static double[] function(Activation activation, double[] z) {
    double max = Arrays.stream(z).max().orElseThrow();
    double sum = Arrays.stream(z).map(value -> Math.exp(value - max)).sum();
    return Arrays.stream(z)
        .map(value -> switch (activation) {
          case IDENTITY -> value;
          case RELU -> Math.max(value, 0);
          case SIGMOID -> 1 / (1 + Math.exp(-value));
          case TANH -> Math.tanh(value);
          case SOFTMAX -> Math.exp(value - max) / sum;
          default -> throw new IllegalArgumentException(activation + " is in no benchmark");
        })
        .toArray();
  }

  /**
   * A row of a matrix.
   *
   * @param exact the values in double precision
   * @param bound how far each may be off in float
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Row(double[] exact, double[] bound) {}
}
