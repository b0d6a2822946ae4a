package dev.lamina.tck;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Tensor;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import java.util.List;
import java.util.Optional;

/** Prepares and fuses kernels that are right, unless a fault makes them wrong. */
class PlainBackend implements Backend {

  @Override
  public String name() {
    return PlainBackendProvider.NAME;
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    return kernel(layer, weight(layer, parameters), bias(layer, parameters), slopes(parameters));
  }

  /** Makes the kernel from W (in × out), b, which is 0 if the layer has none, and learned slopes. */
  DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
    return new PlainKernel(layer, weight, bias, slopes);
  }

  @Override
  public Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
    return Optional.of(new PlainNetworkKernel(network, kernels));
  }

  static float[] weight(LayerSpec layer, LayerParameters parameters) {
    float[] weight = new float[layer.in() * layer.out()];
    parameters.weight().read(0, weight, 0, weight.length);
    return weight;
  }

  static float[] slopes(LayerParameters parameters) {
    return parameters
        .slope()
        .map(tensor -> {
          float[] slopes = new float[(int) tensor.shape().elementCount()];
          tensor.read(0, slopes, 0, slopes.length);
          return slopes;
        })
        .orElse(new float[0]);
  }

  static float[] bias(LayerSpec layer, LayerParameters parameters) {
    float[] bias = new float[layer.out()];
    if (layer.bias()) {
      Tensor tensor = parameters.bias().orElseThrow();
      tensor.read(0, bias, 0, bias.length);
    }
    return bias;
  }
}
