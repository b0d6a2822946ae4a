package dev.lamina.backends.blas;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.backends.plain.JavaBackendProvider;
import dev.lamina.backends.plain.functions.MatrixActivation;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import java.util.List;
import java.util.Optional;

/** Prepares layers for a library, and small ones for Java. */
final class BlasBackend implements Backend {

  /**
   * Activations of a tile: a library rearranges the weights for each, so that more rows at once gain
   * more than a cache does.
   */
  private static final int TILE_ACTIVATIONS = 1 << 20;

  private static final int FEWEST_TILE_ROWS = 512;
  private static final int MOST_TILE_ROWS = 1024;

  private final Library library;
  private final SmallLayers small;
  private final Backend java = new JavaBackendProvider().create();

  BlasBackend(Library library, SmallLayers small) {
    this.library = library;
    this.small = small;
  }

  @Override
  public String name() {
    return BlasBackendProvider.NAME;
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    if (small.contains(layer)) {
      return java.prepare(layer, parameters);
    }
    float[] bias = new float[layer.out()];
    parameters.bias().ifPresent(tensor -> tensor.read(0, bias, 0, bias.length));
    AffineMap map = library.prepare(parameters.weight(), bias, Layout.of(layer.in(), layer.out()));
    return new BlasKernel(map, MatrixActivation.of(layer, parameters));
  }

  @Override
  public ActivationKernel prepareActivation(LayerSpec layer, LayerParameters parameters) {
    return MatrixActivation.of(layer, parameters);
  }

  @Override
  public Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
    return Optional.of(new ChainKernel(network, kernels));
  }

  @Override
  public int tileRows(NetworkSpec network) {
    int widest = network.layers().stream().mapToInt(LayerSpec::out).max().orElse(1);
    return Math.max(FEWEST_TILE_ROWS, Math.min(MOST_TILE_ROWS, TILE_ACTIVATIONS / widest));
  }

  @Override
  public boolean rowsAreReproducible() {
    return false;
  }
}
