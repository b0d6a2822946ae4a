package dev.lamina.backends.plain;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Tensor;
import dev.lamina.backends.plain.functions.ActivationFunction;
import dev.lamina.backends.plain.functions.MatrixActivation;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.List;

/** Prepares layers for plain Java, each in the ways that suit its width. */
final class JavaBackend implements Backend {

  static final String NAME = "java";

  /** From this width on a row of W fills vectors, and an array of its own is no great overhead. */
  private static final int WIDE = 16;

  /** Up to this width it can pay to lay vectors across the rows of a minibatch instead. */
  private static final int NARROW = 64;

  /** The activations between layers should stay in a level-2 cache: half a megabyte. */
  private static final int CACHED_ACTIVATIONS = 1 << 17;

  private static final int FEWEST_TILE_ROWS = 64;
  private static final int MOST_TILE_ROWS = 512;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    Tensor weight = parameters.weight();
    float[] bias = new float[layer.out()];
    parameters.bias().ifPresent(tensor -> tensor.read(0, bias, 0, bias.length));
    ActivationFunction activation = ActivationFunction.of(layer.activation(), parameters.slopes());
    if (layer.out() < WIDE) {
      FlatWeights weights = FlatWeights.read(weight, layer.in(), layer.out());
      return new LayerByRowCount(
          new DotProducts(layer.in(), weights, bias, activation),
          new AlongRows(layer.in(), weights, bias, activation));
    }
    WeightRows weights = WeightRows.read(weight, layer.in(), layer.out());
    DenseKernel alongColumns = new AlongColumns(weights, bias, activation);
    return layer.out() > NARROW
        ? alongColumns
        : new LayerByRowCount(alongColumns, new AlongRows(layer.in(), weights, bias, activation));
  }

  @Override
  public ActivationKernel prepareActivation(LayerSpec layer, LayerParameters parameters) {
    return MatrixActivation.of(layer, parameters);
  }

  /**
   * As many rows as keep the activations of all layers in cache; but never so few that weights are
   * read for too little work, nor more than a minibatch that is split gains from.
   */
  @Override
  public int tileRows(NetworkSpec network) {
    List<LayerSpec> layers = network.layers();
    long columns = 1;
    long before = 0;
    for (LayerSpec layer : layers.subList(0, layers.size() - 1)) {
      columns = Math.max(columns, before + layer.out());
      before = layer.out();
    }
    return (int) Math.max(FEWEST_TILE_ROWS, Math.min(MOST_TILE_ROWS, CACHED_ACTIVATIONS / columns));
  }
}
