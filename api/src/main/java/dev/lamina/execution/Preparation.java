package dev.lamina.execution;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a network: checks its parameters, has the backend prepare each layer and ends with the
 * {@link Execution} that runs them. Used by the constructor of a generated class and then forgotten.
 */
public final class Preparation {

  private final NetworkSpec network;
  private final Parameters parameters;
  private final Backend backend;
  private final Options options;
  private final Folding folding;
  private final List<LayerSpec> preparedLayers = new ArrayList<>();
  private final List<DenseKernel> kernels = new ArrayList<>();

  /**
   * Begins with a check of all parameters.
   *
   * @param network the network's shapes
   * @param parameters what it learned
   * @param backend who computes it
   * @param options how it runs
   * @throws LaminaException if tensors are missing, surplus or of a wrong shape; it names all of them
   */
  public Preparation(NetworkSpec network, Parameters parameters, Backend backend, Options options) {
    this.network = network;
    this.parameters = parameters;
    this.backend = backend;
    this.options = options;
    checkLayers();
    checkParameters();
    this.folding = Folding.of(network, parameters);
  }

  private void checkLayers() {
    for (LayerSpec layer : network.layers()) {
      if (layer.residual().isPresent()) {
        throw new IllegalArgumentException(ErrorCode.SHAPE.text(
            "layer %s of network %s adds %s to its result, which cannot be computed yet",
            layer.name(), network.name(), layer.residual().get().from()));
      }
      if (layer
          .normalization()
          .filter(norm -> norm.kind() == Normalization.LAYER)
          .isPresent()) {
        throw new IllegalArgumentException(ErrorCode.NORMALIZATION.text(
            "layer %s of network %s has normalization = LAYER, which cannot be computed yet",
            layer.name(), network.name()));
      }
    }
  }

  private void checkParameters() {
    Map<String, Shape> expected = network.tensorShapes();
    Map<String, Shape> found = parameters.shapes();
    List<String> problems = new ArrayList<>();
    expected.forEach((name, shape) -> {
      if (!found.containsKey(name)) {
        problems.add(name + " is missing, expected " + shape);
      } else if (!shape.equals(found.get(name))) {
        problems.add(name + " is " + found.get(name) + ", expected " + shape);
      }
    });
    found.forEach((name, shape) -> {
      if (!expected.containsKey(name)) {
        problems.add(name + " " + shape + " belongs to no layer");
      }
    });
    if (!problems.isEmpty()) {
      throw new LaminaException(
          ErrorCode.WEIGHTS,
          String.format(
              Locale.ROOT,
              "the parameters do not fit network %s (%d problem%s):%n  %s",
              network.name(),
              problems.size(),
              problems.size() == 1 ? "" : "s",
              String.join(System.lineSeparator() + "  ", problems)));
    }
  }

  /**
   * Prepares one layer. Its tensors are read now and not kept.
   *
   * @param layer a layer of the network
   * @return the kernel that computes it
   * @throws LaminaException if a tensor cannot be read
   */
  public DenseKernel dense(LayerSpec layer) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String role : folding.roles(layer)) {
      tensors.put(role, parameters.tensor(layer.name() + "." + role));
    }
    DenseKernel kernel = folding.finish(
        layer, backend.prepare(folding.plain(layer), folding.parameters(layer, tensors)));
    preparedLayers.add(layer);
    kernels.add(kernel);
    return kernel;
  }

  /**
   * Ends the preparation, after every layer was prepared.
   *
   * @param scratchColumns the number of columns of the scratch matrix that the layers' slots lie in
   * @param layers calls {@link Pass#dense} for every layer, in order
   * @return what runs the network
   */
  public Execution execution(int scratchColumns, Consumer<Pass> layers) {
    return execution(scratchColumns, Sharing.Costs.MEASURED, layers);
  }

  /** As the other, for tests that share calls of little work too. */
  Execution execution(int scratchColumns, Sharing.Costs costs, Consumer<Pass> layers) {
    int tileRows = Math.min(
        options.tileRows().orElseGet(() -> backend.tileRows(folding.network())),
        Pass.maxTileRows(scratchColumns));
    return new Execution(
        network,
        backend.name(),
        kernels,
        scratchColumns,
        tileRows,
        options.workspaces(),
        sharing(costs, tileRows),
        networkKernel(),
        layers);
  }

  private @Nullable NetworkKernel networkKernel() {
    return isChain() && folding.leavesKernels()
        ? backend.fuse(folding.network(), List.copyOf(kernels)).orElse(null)
        : null;
  }

  /** Whether all layers were prepared, in order, and each has no other input than the one before. */
  private boolean isChain() {
    if (network.inputs().size() != 1 || network.outputs().size() != 1) {
      return false;
    }
    String before = network.inputs().get(0).name();
    for (LayerSpec layer : network.layers()) {
      if (!layer.inputs().equals(List.of(before)) || layer.residual().isPresent()) {
        return false;
      }
      before = layer.name();
    }
    return network.outputs().get(0).name().equals(before)
        && preparedLayers.equals(network.layers());
  }

  private @Nullable Sharing sharing(Sharing.Costs costs, int tileRows) {
    if (options.executor().isEmpty() || options.parallelism() == 1) {
      return null;
    }
    return new Sharing(
        options.executor().get(),
        options.parallelism(),
        costs,
        preparedLayers,
        kernels.stream().mapToInt(DenseKernel::columnBlock).toArray(),
        tileRows);
  }
}
