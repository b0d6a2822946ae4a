package dev.lamina.execution;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.NormalizationSpec;
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
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a network: checks its parameters, has the backend prepare each layer and ends with the
 * {@link Execution} that runs them. Used by the constructor of a generated class and then forgotten.
 */
public final class Preparation {

  private static final ActivationSpec NONE = ActivationSpec.of(Activation.IDENTITY);

  private final NetworkSpec network;
  private final Parameters parameters;
  private final Backend backend;
  private final Options options;
  private final Folding folding;
  private final List<PreparedLayer> layers = new ArrayList<>();
  private final List<StepKernel> stepKernels = new ArrayList<>();

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
    checkParameters();
    this.folding = Folding.of(network, parameters);
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
   * @param layer a layer of the network without a residual
   * @return the kernel that computes it
   * @throws LaminaException if a tensor cannot be read
   */
  public DenseKernel dense(LayerSpec layer) {
    LayerSpec plain = folding.plain(layer);
    DenseKernel values = values(plain, plain.activation(), parameters(layer));
    DenseKernel kernel = folding.step(layer).map(step -> then(values, step)).orElse(values);
    boolean isPlain =
        !(kernel instanceof SteppedKernel) && plain.inputNormalization().isEmpty();
    layers.add(
        new PreparedLayer(layer, kernel.columnBlock(), kernel::workspace, isPlain ? kernel : null));
    return kernel;
  }

  /**
   * Prepares the normalisation of what a layer reads, for {@link Pass#step} in front of it.
   *
   * @param layer a layer of the network whose input is normalised by {@link
   *     dev.lamina.Normalization#LAYER}; by batch it is part of the layer's weights
   * @return the kernel that computes the normalised input
   * @throws LaminaException if a tensor cannot be read
   */
  public StepKernel inputNormalization(LayerSpec layer) {
    return added(new StepKernel(
        folding.stepBefore(layer).orElse(null),
        backend.prepareNormalization(
            layer.inputNormalization().orElseThrow().epsilon(),
            parameters.tensor(layer.name() + "." + LayerSpec.INPUT_NORM_WEIGHT),
            parameters.tensor(layer.name() + "." + LayerSpec.INPUT_NORM_BIAS))));
  }

  /**
   * Prepares the scaling of an input that layers add to their own values, for {@link Pass#step} in front of
   * the first of them.
   *
   * @param input the name of an input of the network
   * @return the kernel that computes the scaled input
   * @throws LaminaException if a tensor cannot be read
   */
  public StepKernel inputScaling(String input) {
    return added(new StepKernel(folding.inputScaling(input), null));
  }

  private StepKernel added(StepKernel kernel) {
    stepKernels.add(kernel);
    return kernel;
  }

  /**
   * Prepares one layer that adds an earlier result to its own values, as {@link #dense} does.
   *
   * @param layer a layer of the network with a residual
   * @return the kernel that computes it
   * @throws LaminaException if a tensor cannot be read
   */
  public ResidualKernel residual(LayerSpec layer) {
    LayerSpec plain = folding.plain(layer);
    LayerParameters learned = parameters(layer);
    boolean addsLast = layer.residual().orElseThrow().afterActivation();
    ResidualKernel kernel = addsLast
        ? addingLast(plain, folding.step(layer), learned)
        : addingFirst(plain, folding.step(layer), learned);
    layers.add(new PreparedLayer(layer, kernel.columnBlock(), kernel::workspace, null));
    return kernel;
  }

  private ResidualKernel addingLast(
      LayerSpec layer, Optional<ColumnStep> step, LayerParameters learned) {
    DenseKernel values = values(layer, layer.activation(), learned);
    return new ResidualKernel(
        step.map(last -> then(values, last)).orElse(values),
        backend.prepareActivation(layer, learned),
        false,
        null,
        false);
  }

  private ResidualKernel addingFirst(
      LayerSpec layer, Optional<ColumnStep> step, LayerParameters learned) {
    Optional<ColumnStep> last = layer
        .normalization()
        .filter(NormalizationSpec::afterActivation)
        .<ColumnStep>map(norm -> normalization(norm, learned))
        .or(() -> step);
    LayerSpec first =
        layer.normalization().filter(NormalizationSpec::afterActivation).isPresent()
            ? layer.withoutNormalization()
            : layer;
    boolean wholeRows = layer.activation().kind().needsWholeRows()
        || last.filter(ColumnStep::needsWholeRows).isPresent();
    return new ResidualKernel(
        values(first, NONE, learned),
        backend.prepareActivation(layer, learned),
        true,
        last.orElse(null),
        wholeRows);
  }

  private static DenseKernel then(DenseKernel values, ColumnStep step) {
    return new SteppedKernel(values, step, null);
  }

  private RowNormalization normalization(NormalizationSpec norm, LayerParameters learned) {
    return new RowNormalization(backend.prepareNormalization(
        norm.epsilon(),
        learned.tensor(LayerSpec.NORM_WEIGHT).orElseThrow(),
        learned.tensor(LayerSpec.NORM_BIAS).orElseThrow()));
  }

  private LayerParameters parameters(LayerSpec layer) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String role : folding.roles(layer)) {
      tensors.put(role, parameters.tensor(layer.name() + "." + role));
    }
    return folding.parameters(layer, tensors);
  }

  /**
   * Prepares what a layer computes from its input alone: the product, the normalisation and the
   * activation.
   *
   * @param activation what is applied, if not the layer's own
   */
  private DenseKernel values(LayerSpec layer, ActivationSpec activation, LayerParameters learned) {
    LayerSpec plain = layer.withActivation(activation);
    if (layer.normalization().isEmpty()) {
      return backend.prepare(plain, learned);
    }
    NormalizationSpec norm = layer.normalization().get();
    RowNormalization normalization = normalization(norm, learned);
    if (norm.afterActivation() || activation.equals(NONE)) {
      return then(backend.prepare(plain, learned), normalization);
    }
    return new SteppedKernel(
        backend.prepare(layer.withActivation(NONE), learned),
        normalization,
        backend.prepareActivation(plain, learned));
  }

  /**
   * Ends the preparation, after every layer was prepared.
   *
   * @param scratchColumns the number of columns of the scratch matrix that the layers' slots lie in
   * @param pass calls {@link Pass#dense} or {@link Pass#residual} for every layer, in order
   * @return what runs the network
   */
  public Execution execution(int scratchColumns, Consumer<Pass> pass) {
    return execution(scratchColumns, 0, pass);
  }

  /**
   * Ends the preparation of a network that does more than its layers.
   *
   * @param scratchColumns the number of columns of the scratch matrix that the layers' slots lie in
   * @param steps how often {@link Pass#copy} and {@link Pass#step} are called
   * @param pass calls {@link Pass#dense} or {@link Pass#residual} for every layer, in order, and the other
   *     two in between
   * @return what runs the network
   */
  public Execution execution(int scratchColumns, int steps, Consumer<Pass> pass) {
    return execution(scratchColumns, steps, Sharing.Costs.MEASURED, pass);
  }

  /** As the others, for tests that share calls of little work too. */
  Execution execution(int scratchColumns, int steps, Sharing.Costs costs, Consumer<Pass> pass) {
    int tileRows = Math.min(
        options.tileRows().orElseGet(() -> backend.tileRows(folding.network())),
        Pass.maxTileRows(scratchColumns));
    return new Execution(
        network,
        backend.name(),
        layers,
        stepKernels,
        scratchColumns,
        tileRows,
        options.workspaces(),
        sharing(costs, steps, tileRows),
        networkKernel(),
        pass);
  }

  private @Nullable NetworkKernel networkKernel() {
    return isChain()
        ? backend
            .fuse(
                folding.network(),
                layers.stream().map(PreparedLayer::plainKernel).toList())
            .orElse(null)
        : null;
  }

  /** Whether all layers of a chain were prepared, in order, and the backend's kernels compute all of it. */
  private boolean isChain() {
    return network.isChain()
        && network.layers().equals(layers.stream().map(PreparedLayer::spec).toList())
        && layers.stream().allMatch(PreparedLayer::isPlain);
  }

  private @Nullable Sharing sharing(Sharing.Costs costs, int steps, int tileRows) {
    if (options.executor().isEmpty() || options.parallelism() == 1) {
      return null;
    }
    return new Sharing(
        options.executor().get(),
        options.parallelism(),
        costs,
        layers.stream().map(PreparedLayer::spec).toList(),
        layers.stream().mapToInt(PreparedLayer::columnBlock).toArray(),
        steps,
        tileRows);
  }
}
