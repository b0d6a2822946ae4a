package dev.lamina.backends.simd;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;

/** Prepares layers for vector instructions. */
final class SimdBackend implements Backend {

  @Override
  public String name() {
    return SimdBackendProvider.NAME;
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    return new RowByRow(
        Panels.read(parameters.weight(), layer.in(), layer.out()),
        Panels.readBias(parameters.bias(), layer.out()),
        layer.in(),
        ActivationFunction.of(layer.activation()));
  }
}
