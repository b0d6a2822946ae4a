package dev.lamina.weights.onnx;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.ResidualSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A layer that is being put together, a node after the other, in the order in which Lamina's layers
 * compute: product, normalisation, residual, activation, normalisation, residual. What comes too late for
 * that is not taken in, which the methods say.
 */
final class LayerDraft implements Source {

  private enum Stage {
    AFFINE,
    NORMALIZED,
    ADDED,
    ACTIVATED,
    NORMALIZED_AFTER,
    COMPLETE
  }

  private final int number;
  private final Step product;
  private final Flow.Columns input;
  private ColumnScaling scaling = ColumnScaling.none();
  private Optional<String> bias = Optional.empty();
  private Optional<RowNormalization> normalization = Optional.empty();
  private boolean normalizedAfter;
  private Optional<Source> residual = Optional.empty();
  private boolean addedAfter;
  private ActivationSpec activation = ActivationSpec.of(Activation.IDENTITY);
  private Optional<Constant> slope = Optional.empty();
  private Stage stage = Stage.AFFINE;
  private String name = "";

  /** How the last number that all columns were multiplied by is taken back. */
  private Optional<CommonFactor> lastFactor = Optional.empty();

  private record CommonFactor(double factor, ColumnScaling before) {}

  /**
   * Z = factor·X·W.
   *
   * @param weight W, in × out
   * @param factor a number that all of it is multiplied by
   * @param node the node it comes from
   */
  record Step(Constant weight, double factor, Node node) {}

  /**
   * A layer.
   *
   * @param number how many were begun before it
   * @param product its product
   * @param input what it reads
   */
  LayerDraft(int number, Step product, Flow.Columns input) {
    this.number = number;
    this.product = product;
    this.input = input;
  }

  int number() {
    return number;
  }

  long in() {
    return product.weight().dimensions().get(0);
  }

  @Override
  public long width() {
    return product.weight().dimensions().get(1);
  }

  @Override
  public String name() {
    return name;
  }

  void setName(String name) {
    this.name = name;
  }

  /** The name that the file has for it. */
  Optional<String> nameInFile() {
    return LayerNaming.of(product.weight().name(), bias, product.node());
  }

  Node node() {
    return product.node();
  }

  /** All that it needs. */
  List<Source> sources() {
    List<Source> sources = new ArrayList<>(input.sources());
    residual.ifPresent(sources::add);
    return sources;
  }

  /**
   * Multiplies and shifts the columns.
   *
   * @param bias the name of the tensor that is added, if that is all
   * @return whether that is part of the layer now
   */
  boolean scale(ColumnScaling next, Optional<String> bias, boolean isFactor) {
    switch (stage) {
      case AFFINE -> {
        lastFactor = isFactor && next.scale().length == 1
            ? Optional.of(new CommonFactor(next.scale()[0], scaling))
            : Optional.empty();
        scaling = scaling.then(next);
        this.bias = this.bias.or(() -> bias);
      }
      case NORMALIZED, NORMALIZED_AFTER ->
        normalization = normalization.map(norm -> norm.then(next));
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Normalises by row.
   *
   * @return whether that is part of the layer now
   */
  boolean normalize(RowNormalization next) {
    if (normalization.isPresent() || stage == Stage.COMPLETE) {
      return false;
    }
    normalization = Optional.of(next);
    normalizedAfter = stage != Stage.AFFINE;
    stage = normalizedAfter ? Stage.NORMALIZED_AFTER : Stage.NORMALIZED;
    return true;
  }

  /** Whether {@link #add} would take something in. */
  boolean canAdd() {
    return residual.isEmpty() && stage != Stage.COMPLETE;
  }

  /** Adds a residual. */
  void add(Source source) {
    residual = Optional.of(source);
    addedAfter = stage == Stage.ACTIVATED || stage == Stage.NORMALIZED_AFTER;
    stage = addedAfter ? Stage.COMPLETE : Stage.ADDED;
  }

  /**
   * Applies an activation.
   *
   * @return whether that is part of the layer now
   */
  boolean activate(ActivationSpec spec, Optional<Constant> learnedSlope) {
    if (stage.compareTo(Stage.ACTIVATED) >= 0) {
      return false;
    }
    activation = spec;
    slope = learnedSlope;
    stage = Stage.ACTIVATED;
    return true;
  }

  /** The number that all columns were multiplied by right before, if nothing else happened since. */
  Optional<Double> lastFactor() {
    return stage == Stage.AFFINE ? lastFactor.map(CommonFactor::factor) : Optional.empty();
  }

  /** Takes that number back. */
  void removeLastFactor() {
    scaling = lastFactor.map(CommonFactor::before).orElse(scaling);
    lastFactor = Optional.empty();
  }

  /** Makes the softmax that was applied last its logarithm; whether there is one. */
  boolean takeLogarithm() {
    if (stage != Stage.ACTIVATED || activation.kind() != Activation.SOFTMAX) {
      return false;
    }
    activation = new ActivationSpec(Activation.LOG_SOFTMAX, activation.parameters(), false);
    return true;
  }

  /** The layer, when all names are known. */
  OnnxLayer layer(TensorStore store) {
    DenseWeights weights = new DenseWeights(store, name, product, input.scaling(), scaling);
    Optional<ResidualSpec> added =
        residual.map(source -> new ResidualSpec(source.name(), addedAfter));
    LayerSpec spec = new LayerSpec(
        name,
        input.sources().stream().map(Source::name).toList(),
        weights.in(),
        weights.out(),
        activation,
        weights.hasBias(),
        added,
        normalization.map(norm -> normalizedAfter ? spec(norm).afterTheActivation() : spec(norm)),
        input.normalization().map(LayerDraft::spec));
    Map<String, double[]> vectors = new HashMap<>();
    normalization.ifPresent(
        norm -> putVectors(vectors, norm, LayerSpec.NORM_WEIGHT, LayerSpec.NORM_BIAS));
    input
        .normalization()
        .ifPresent(norm ->
            putVectors(vectors, norm, LayerSpec.INPUT_NORM_WEIGHT, LayerSpec.INPUT_NORM_BIAS));
    return new OnnxLayer(
        store, spec, weights, slope.map(found -> new LearnedSlope(store, name, found)), vectors);
  }

  private static NormalizationSpec spec(RowNormalization norm) {
    return NormalizationSpec.of(Normalization.LAYER).withEpsilon(norm.epsilon());
  }

  private static void putVectors(
      Map<String, double[]> vectors, RowNormalization norm, String weight, String bias) {
    double[] shift = norm.vectors().shift();
    vectors.put(weight, norm.vectors().scale());
    vectors.put(bias, shift == null ? new double[1] : shift);
  }
}
