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
    return kernel(layer, weight(layer, parameters), bias(layer, parameters));
  }

  /** Makes the kernel from W (in × out) and b, which is 0 if the layer has none. */
  DenseKernel kernel(LayerSpec layer, float[] weight, float[] bias) {
    return new PlainKernel(layer, weight, bias);
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

  static float[] bias(LayerSpec layer, LayerParameters parameters) {
    float[] bias = new float[layer.out()];
    if (layer.bias()) {
      Tensor tensor = parameters.bias().orElseThrow();
      tensor.read(0, bias, 0, bias.length);
    }
    return bias;
  }
}
