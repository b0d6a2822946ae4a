package dev.lamina.benchmarks;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML, the matrix library in plain Java, on one thread; bias and activation in plain loops. */
final class EjmlEngine implements Engine {

  private final List<LayerSpec> layers;
  private final List<FMatrixRMaj> weights;
  private final List<float[]> biases;

  EjmlEngine(NetworkSpec network, Parameters parameters) {
    layers = network.layers();
    weights = layers.stream()
        .map(layer ->
            FMatrixRMaj.wrap(layer.in(), layer.out(), LayerTensors.flatWeight(layer, parameters)))
        .toList();
    biases = layers.stream().map(layer -> LayerTensors.bias(layer, parameters)).toList();
  }

  @Override
  public Inference bind(float[] x, int rows) {
    return new Bound(x, rows);
  }

  private final class Bound implements Inference {

    /** X, then the result of each layer. */
    private final FMatrixRMaj[] activations;

    Bound(float[] x, int rows) {
      activations = new FMatrixRMaj[layers.size() + 1];
      activations[0] = FMatrixRMaj.wrap(rows, layers.get(0).in(), x);
      for (int i = 0; i < layers.size(); i++) {
        activations[i + 1] = new FMatrixRMaj(rows, layers.get(i).out());
      }
    }

    @Override
    public void run() {
      for (int i = 0; i < layers.size(); i++) {
        FMatrixRMaj z = activations[i + 1];
        CommonOps_FDRM.mult(activations[i], weights.get(i), z);
        float[] bias = biases.get(i);
        for (int row = 0; row < z.numRows; row++) {
          int from = row * bias.length;
          add(bias, z.data, from);
          PlainActivations.apply(
              layers.get(i).activation().kind(), z.data, from, from + bias.length);
        }
      }
    }

    @Override
    public void read(float[] y) {
      float[] last = activations[layers.size()].data;
      System.arraycopy(last, 0, y, 0, y.length);
    }
  }

  private static void add(float[] bias, float[] z, int from) {
    for (int j = 0; j < bias.length; j++) {
      z[from + j] += bias[j];
    }
  }
}
