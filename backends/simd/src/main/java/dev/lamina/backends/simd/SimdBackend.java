package dev.lamina.backends.simd;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Tensor;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.NormalizationKernel;
import java.util.List;
import java.util.Optional;

/** Prepares layers for vector instructions. */
final class SimdBackend implements Backend {

  @Override
  public String name() {
    return SimdBackendProvider.NAME;
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    return new LayerKernel(new PackedLayer(layer, parameters));
  }

  @Override
  public ActivationKernel prepareActivation(LayerSpec layer, LayerParameters parameters) {
    return new MatrixActivation(ActivationFunction.of(layer.activation(), parameters.slopes()));
  }

  @Override
  public NormalizationKernel prepareNormalization(double epsilon, Tensor weight, Tensor bias) {
    return new LayerNormalization(epsilon, weight, bias);
  }

  @Override
  public Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
    List<PackedLayer> layers =
        kernels.stream().map(kernel -> ((LayerKernel) kernel).layer()).toList();
    return ChainKernel.suits(layers) ? Optional.of(new ChainKernel(layers)) : Optional.empty();
  }

  @Override
  public int tileRows(NetworkSpec network) {
    return network.layers().stream()
        .mapToInt(layer -> Tiles.mostRows((long) layer.in() * layer.out()))
        .max()
        .orElseThrow();
  }
}
