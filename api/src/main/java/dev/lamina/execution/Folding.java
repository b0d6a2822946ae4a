package dev.lamina.execution;

import dev.lamina.Activation;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the normalisations by {@link Normalization#BATCH} and the scalings of a network part of the W
 * and b of its layers, so that a backend sees dense layers and nothing else. All of them are v·factor +
 * shift for each column v, and so, with d₁ for what comes before X·W + b and d₂ for what comes behind it,
 *
 * <pre>
 * ((X·f₁ + s₁)·W + b)·f₂ + s₂ = X·(f₁·W·f₂) + ((s₁·W + b)·f₂ + s₂)
 * </pre>
 *
 * <p>A normalisation behind an activation becomes part of the layers that read its result, if nothing
 * else does. What can be part of no layer remains a step behind the layer's kernel, or in front of the
 * normalisation by row of an input.
 */
final class Folding {

  /** Elements of W that are read at once where they are summed up. */
  private static final int PIECE = 1024;

  /**
   * What becomes of one layer.
   *
   * @param plain the layer that backends see
   * @param before what is done to its input before that is normalised by row
   * @param input what is done to its input as a part of W and b
   * @param output what is done to Z as a part of W and b
   * @param step what is done behind its kernel
   */
  private record Part(
      LayerSpec plain,
      Optional<ColumnAffine> before,
      Optional<ColumnAffine> input,
      Optional<ColumnAffine> output,
      Optional<ColumnAffine> step) {

    boolean isFolded() {
      return input.isPresent() || output.isPresent();
    }

    Part withoutStep() {
      return new Part(plain, before, input, output, Optional.empty());
    }
  }

  private final NetworkSpec declared;
  private final SurroundingTensors tensors;
  private final NetworkSpec network;
  private final Map<String, Part> parts = new HashMap<>();

  private Folding(NetworkSpec declared, Parameters parameters) {
    this.declared = declared;
    this.tensors = new SurroundingTensors(declared, parameters);
    this.network = fold();
  }

  /**
   * Reads the normalisations and scalings of a network, which are vectors.
   *
   * @throws LaminaException if a tensor cannot be read or has a value that cannot be, or the result of
   *     a layer is needed both as it is and changed
   */
  static Folding of(NetworkSpec network, Parameters parameters) {
    return new Folding(network, parameters);
  }

  /** Whether a result is needed for X·W alone, and is what comes last in its layer. */
  private boolean isReadByLayersOnly(LayerSpec layer) {
    return !isOutput(layer)
        && layer.residual().filter(ResidualSpec::afterActivation).isEmpty()
        && declared.layers().stream()
            .flatMap(other -> other.residual().stream())
            .noneMatch(residual -> residual.from().equals(layer.name()));
  }

  private boolean isOutput(LayerSpec layer) {
    return declared.outputs().stream().anyMatch(port -> port.name().equals(layer.name()));
  }

  private NetworkSpec fold() {
    Map<String, ColumnAffine> pending = new HashMap<>();
    tensors
        .scaling(declared.inputScaling(), NetworkSpec.INPUT_SCALING, declared.inputSize())
        .ifPresent(scaling -> declared
            .inputs()
            .forEach(port -> pending.put(port.name(), scaling.slice(port.offset(), port.size()))));
    Optional<ColumnAffine> back = tensors.scaling(
        declared.outputScaling(), NetworkSpec.OUTPUT_SCALING, declared.outputSize());
    Map<String, Integer> widths = new HashMap<>();
    declared.inputs().forEach(port -> widths.put(port.name(), port.size()));
    for (LayerSpec layer : declared.layers()) {
      widths.put(layer.name(), layer.out());
      Part part = part(
          layer, input(layer, pending, widths), back.flatMap(scaling -> ofOutput(layer, scaling)));
      if (part.step().isPresent() && isReadByLayersOnly(layer)) {
        pending.put(layer.name(), part.step().get());
        part = part.withoutStep();
      }
      parts.put(layer.name(), part);
    }
    boolean isPlain = declared.inputScaling().isEmpty()
        && declared.outputScaling().isEmpty()
        && declared.layers().stream().allMatch(layer -> plain(layer).equals(layer));
    return isPlain
        ? declared
        : new NetworkSpec(
            declared.name(),
            declared.inputs(),
            declared.layers().stream().map(this::plain).toList(),
            declared.outputs());
  }

  /**
   * What becomes of a layer.
   *
   * @param read what still has to happen to what it reads
   * @param scaledBack what still has to happen to its result
   */
  private Part part(
      LayerSpec layer, Optional<ColumnAffine> read, Optional<ColumnAffine> scaledBack) {
    boolean readsByRow = isBy(Normalization.LAYER, layer.inputNormalization());
    Optional<ColumnAffine> input = readsByRow
        ? Optional.empty()
        : tensors
            .inputNormalization(layer)
            .map(ofInput -> read.map(first -> first.then(ofInput)).orElse(ofInput))
            .or(() -> read);
    Optional<ColumnAffine> norm = tensors.normalization(layer);
    boolean isLinear = layer.activation().kind() == Activation.IDENTITY;
    boolean addsToZ =
        layer.residual().filter(residual -> !residual.afterActivation()).isPresent();
    boolean isBehind =
        layer.normalization().filter(NormalizationSpec::afterActivation).isPresent();
    Optional<ColumnAffine> own = Optional.empty();
    Optional<ColumnAffine> step = Optional.empty();
    if (isBehind && (!isLinear || addsToZ)) {
      step = norm;
    } else {
      own = norm;
    }
    if (scaledBack.isPresent()) {
      boolean isByRow = layer.normalization().isPresent() && norm.isEmpty();
      if (isLinear && !isByRow && step.isEmpty()) {
        own = then(own, scaledBack.get());
      } else {
        step = then(step, scaledBack.get());
      }
    }
    return new Part(
        plain(layer, input.isPresent() || own.isPresent()),
        readsByRow ? read : Optional.empty(),
        input,
        own,
        step);
  }

  private static boolean isBy(Normalization kind, Optional<NormalizationSpec> normalization) {
    return normalization.filter(norm -> norm.kind() == kind).isPresent();
  }

  private static Optional<ColumnAffine> then(Optional<ColumnAffine> first, ColumnAffine second) {
    return Optional.of(first.map(affine -> affine.then(second)).orElse(second));
  }

  /** What still has to happen to what the layer reads. */
  private static Optional<ColumnAffine> input(
      LayerSpec layer, Map<String, ColumnAffine> pending, Map<String, Integer> widths) {
    if (layer.inputs().stream().noneMatch(pending::containsKey)) {
      return Optional.empty();
    }
    return layer.inputs().stream()
        .map(name -> pending.containsKey(name)
            ? pending.get(name)
            : ColumnAffine.identity(widths.getOrDefault(name, 0)))
        .reduce(ColumnAffine::beside);
  }

  private static LayerSpec plain(LayerSpec layer, boolean isFolded) {
    boolean isByBatch = isBy(Normalization.BATCH, layer.normalization());
    boolean readsByBatch = isBy(Normalization.BATCH, layer.inputNormalization());
    return !isFolded && !isByBatch
        ? layer
        : new LayerSpec(
            layer.name(),
            layer.inputs(),
            layer.in(),
            layer.out(),
            layer.activation(),
            layer.bias() || isFolded,
            layer.residual(),
            isByBatch ? Optional.empty() : layer.normalization(),
            readsByBatch ? Optional.empty() : layer.inputNormalization());
  }

  private LaminaException refused(String problem) {
    return new LaminaException(ErrorCode.SCALING, "network " + declared.name() + ": " + problem);
  }

  /** The part of the result's scaling that is a layer's. */
  private Optional<ColumnAffine> ofOutput(LayerSpec layer, ColumnAffine back) {
    Optional<PortSpec> port = declared.outputs().stream()
        .filter(output -> output.name().equals(layer.name()))
        .findFirst();
    if (port.isEmpty()) {
      return Optional.empty();
    }
    boolean isReadToo = declared.layers().stream()
        .anyMatch(other -> other.inputs().contains(layer.name())
            || other.residual().filter(r -> r.from().equals(layer.name())).isPresent());
    if (isReadToo || layer.residual().isPresent()) {
      throw refused(String.format(
          Locale.ROOT,
          "the result of layer %s is scaled back, and %s: put a layer without an activation between"
              + " it and the result",
          layer.name(),
          isReadToo
              ? "another layer reads it as it is"
              : "it adds " + layer.residual().get().from()));
    }
    return Optional.of(back.slice(port.get().offset(), port.get().size()));
  }

  /** The network that backends see: the declared one itself if there is nothing to be folded. */
  NetworkSpec network() {
    return network;
  }

  /** The layer that the backend prepares: the declared one itself if there is nothing to be folded. */
  LayerSpec plain(LayerSpec layer) {
    return part(layer).plain();
  }

  private Part part(LayerSpec layer) {
    Part part = parts.get(layer.name());
    return part == null
        ? new Part(layer, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())
        : part;
  }

  /** The roles of a layer's tensors that are still to be read. */
  List<String> roles(LayerSpec layer) {
    Set<String> needed = plain(layer).tensorShapes().keySet();
    return layer.tensorShapes().keySet().stream().filter(needed::contains).toList();
  }

  /**
   * What the backend gets for a layer.
   *
   * @param tensors those of {@link #roles} by their roles
   */
  LayerParameters parameters(LayerSpec layer, Map<String, Tensor> tensors) {
    Part part = part(layer);
    Map<String, Tensor> folded = new HashMap<>(tensors);
    LayerParameters own = new LayerParameters(folded);
    if (!part.isFolded()) {
      return own;
    }
    String name = layer.name() + ".";
    ColumnAffine input = part.input().orElseGet(() -> ColumnAffine.identity(layer.in()));
    ColumnAffine output = part.output().orElseGet(() -> ColumnAffine.identity(layer.out()));
    folded.put(LayerSpec.BIAS, bias(name + LayerSpec.BIAS, own, input, output));
    folded.put(
        LayerSpec.WEIGHT, new FoldedWeight(name + LayerSpec.WEIGHT, own.weight(), input, output));
    return new LayerParameters(folded);
  }

  /** (s₁·W + b)·f₂ + s₂. */
  private static Tensor bias(
      String name, LayerParameters own, ColumnAffine input, ColumnAffine output) {
    double[] sums =
        own.bias().map(SurroundingTensors::doubles).orElseGet(() -> new double[output.columns()]);
    addShifts(own.weight(), input, sums);
    float[] bias = new float[sums.length];
    for (int j = 0; j < bias.length; j++) {
      bias[j] = FoldedWeight.rounded(name, sums[j], sums[j] * output.factor(j) + output.shift(j));
    }
    return Tensor.of(Shape.of(bias.length), bias);
  }

  private static void addShifts(Tensor weight, ColumnAffine input, double[] sums) {
    float[] piece = new float[Math.min(PIECE, sums.length)];
    for (int i = 0; i < input.columns(); i++) {
      if (input.shift(i) == 0) {
        continue;
      }
      for (int from = 0; from < sums.length; from += piece.length) {
        int count = Math.min(piece.length, sums.length - from);
        weight.read(i * sums.length + from, piece, 0, count);
        for (int j = 0; j < count; j++) {
          sums[from + j] += input.shift(i) * piece[j];
        }
      }
    }
  }

  /** What the scaling of X does to the columns of one input, where that is added and not multiplied. */
  ColumnAffineStep inputScaling(String input) {
    PortSpec port = declared.inputs().stream()
        .filter(candidate -> candidate.name().equals(input))
        .findFirst()
        .orElseThrow();
    ColumnAffine scaling = tensors
        .scaling(declared.inputScaling(), NetworkSpec.INPUT_SCALING, declared.inputSize())
        .orElseThrow();
    return new ColumnAffineStep("the input " + input, scaling.slice(port.offset(), port.size()));
  }

  /** What is left to be done to the input of a layer before it is normalised by row. */
  Optional<ColumnAffineStep> stepBefore(LayerSpec layer) {
    return part(layer)
        .before()
        .map(step -> new ColumnAffineStep("the input of layer " + layer.name(), step));
  }

  /** What is left to be done behind the activation of a layer. */
  Optional<ColumnStep> step(LayerSpec layer) {
    return part(layer)
        .step()
        .map(step -> new ColumnAffineStep("the result of layer " + layer.name(), step));
  }
}
