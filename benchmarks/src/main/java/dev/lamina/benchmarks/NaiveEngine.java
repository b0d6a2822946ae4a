package dev.lamina.benchmarks;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.List;

/**
 * What a Java programmer writes without a library, and writes well: one row at a time, and the inner
 * loop in the one form that HotSpot always vectorises, a small static method over whole arrays.
 */
final class NaiveEngine implements Engine {

  private final List<LayerSpec> layers;
  private final LayerTensors[] tensors;

  /** The row that goes through the network: x, then the result of each layer. */
  private final float[][] activations;

  NaiveEngine(NetworkSpec network, Parameters parameters) {
    layers = network.layers();
    tensors = layers.stream()
        .map(layer -> LayerTensors.of(layer, parameters))
        .toArray(LayerTensors[]::new);
    activations = new float[layers.size() + 1][];
    activations[0] = new float[network.inputSize()];
    for (int i = 0; i < layers.size(); i++) {
      activations[i + 1] = new float[layers.get(i).out()];
    }
  }

  @Override
  public Inference bind(float[] x, int rows) {
    return new HeapInference(this::forward, x, rows, activations[layers.size()].length);
  }

  private void forward(float[] x, int rows, float[] y) {
    float[] first = activations[0];
    float[] last = activations[layers.size()];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, row * first.length, first, 0, first.length);
      for (int i = 0; i < layers.size(); i++) {
        affine(activations[i], tensors[i], activations[i + 1]);
        PlainActivations.apply(layers.get(i).activation().kind(), activations[i + 1]);
      }
      System.arraycopy(last, 0, y, row * last.length, last.length);
    }
  }

  private static void affine(float[] x, LayerTensors tensors, float[] z) {
    System.arraycopy(tensors.bias(), 0, z, 0, z.length);
    float[][] weight = tensors.weight();
    for (int k = 0; k < x.length; k++) {
      addScaled(x[k], weight[k], z);
    }
  }

  private static void addScaled(float scale, float[] weights, float[] z) {
    for (int j = 0; j < z.length; j++) {
      z[j] += scale * weights[j];
    }
  }
}
