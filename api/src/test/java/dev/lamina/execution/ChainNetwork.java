package dev.lamina.execution;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A chain of layers that is run as a generated class runs it. */
final class ChainNetwork {

  private final NetworkSpec spec;

  /** Layers of these widths: input, first layer, second layer and so on. */
  ChainNetwork(int... widths) {
    LayerSpec[] layers = new LayerSpec[widths.length - 1];
    String input = NetworkSpec.INPUT;
    for (int i = 0; i < layers.length; i++) {
      layers[i] =
          LayerSpec.of("layer" + (i + 1), input, widths[i], widths[i + 1], Activation.IDENTITY);
      input = layers[i].name();
    }
    this.spec = NetworkSpec.chain("Chain", layers);
  }

  /** One to five layers of up to 40 columns. */
  static ChainNetwork random(SplittableRandom random) {
    return new ChainNetwork(random.ints(random.nextInt(2, 7), 1, 41).toArray());
  }

  NetworkSpec spec() {
    return spec;
  }

  /** The network as a program has it. */
  Execution prepare(Backend backend, Options options) {
    return prepare(backend, options, Sharing.Costs.MEASURED);
  }

  /** The network with other ideas of what sharing takes. */
  Execution prepare(Backend backend, Options options, Sharing.Costs costs) {
    Preparation preparation = new Preparation(spec, Parameters.random(spec, 1), backend, options);
    List<DenseKernel> kernels = new ArrayList<>();
    int width = 0;
    for (LayerSpec layer : spec.layers()) {
      kernels.add(preparation.dense(layer));
      width = Math.max(width, layer.out());
    }
    int column = width;
    return preparation.execution(2 * width, 0, costs, pass -> run(pass, kernels, column));
  }

  /** Two areas of the scratch matrix take turns. */
  private void run(Pass pass, List<DenseKernel> kernels, int column) {
    List<LayerSpec> layers = spec.layers();
    Slot from = Slot.input(0);
    for (int i = 0; i < layers.size(); i++) {
      Slot to = i == layers.size() - 1 ? Slot.output(0) : Slot.scratch(i % 2 == 0 ? 0 : column);
      pass.dense(layers.get(i), kernels.get(i), from, to);
      from = to;
    }
  }

  /** Random examples. */
  float[] examples(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[rows * spec.inputSize()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    return x;
  }

  @Override
  public String toString() {
    return spec.summary();
  }
}
