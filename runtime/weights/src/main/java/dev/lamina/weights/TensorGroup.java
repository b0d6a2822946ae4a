package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.weights.file.StoredTensor;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tensors of a file that differ in nothing but the word for their role, and the slope behind them: those of
 * one layer, if the file is in order.
 *
 * @param naming how their names are made
 * @param name what the file calls the layer: {@code net.0}, {@code dense_1}; empty if it has no name
 * @param prefix what stands before the word in the names
 * @param suffix what stands behind it
 * @param tensors the tensors by role, as in {@link LayerSpec#tensorShapes()}
 */
record TensorGroup(
    Naming naming, String name, String prefix, String suffix, Map<String, StoredTensor> tensors) {

  /** The roles of the vectors of a normalisation behind a layer. */
  static final Set<String> OF_NORMALIZATION = Set.of(
      LayerSpec.NORM_WEIGHT, LayerSpec.NORM_BIAS, LayerSpec.NORM_MEAN, LayerSpec.NORM_VARIANCE);

  /** The groups of a file by their names; tensors whose names are made otherwise are in none. */
  static Map<String, TensorGroup> byName(Naming naming, Collection<StoredTensor> tensors) {
    Map<List<String>, TensorGroup> groups = new LinkedHashMap<>();
    for (StoredTensor tensor : tensors) {
      naming
          .parse(tensor.name())
          .ifPresent(parts -> groups
              .computeIfAbsent(
                  List.of(parts.prefix(), parts.suffix()),
                  key -> of(naming, parts.prefix(), parts.suffix()))
              .tensors
              .put(parts.role(), tensor));
    }
    Set<String> shortNames = new HashSet<>();
    boolean areUnique =
        groups.values().stream().allMatch(group -> shortNames.add(group.shortName()));
    Map<String, TensorGroup> byName = new LinkedHashMap<>();
    for (TensorGroup group : groups.values()) {
      String name = areUnique ? group.shortName() : group.name;
      byName.put(name, new TensorGroup(naming, name, group.prefix, group.suffix, group.tensors));
    }
    return LearnedSlopes.intoLayers(naming, LearnedNormalizations.intoLayers(naming, byName));
  }

  /** The same group with the vectors of a normalisation behind the layer, whatever their names. */
  TensorGroup withNormalization(TensorGroup normalization) {
    Map<String, StoredTensor> more = new LinkedHashMap<>(tensors);
    normalization.tensors.forEach((role, tensor) -> more.put(
        switch (role) {
          case LayerSpec.WEIGHT -> LayerSpec.NORM_WEIGHT;
          case LayerSpec.BIAS -> LayerSpec.NORM_BIAS;
          default -> role;
        },
        tensor));
    return new TensorGroup(naming, name, prefix, suffix, more);
  }

  /** The same group with the vectors of a normalisation of what the layer reads, whatever their names. */
  TensorGroup withInputNormalization(TensorGroup normalization) {
    Map<String, StoredTensor> more = new LinkedHashMap<>(tensors);
    normalization.tensors.forEach((role, tensor) -> more.put(
        switch (role) {
          case LayerSpec.WEIGHT, LayerSpec.NORM_WEIGHT -> LayerSpec.INPUT_NORM_WEIGHT;
          case LayerSpec.BIAS, LayerSpec.NORM_BIAS -> LayerSpec.INPUT_NORM_BIAS;
          case LayerSpec.NORM_MEAN -> LayerSpec.INPUT_NORM_MEAN;
          case LayerSpec.NORM_VARIANCE -> LayerSpec.INPUT_NORM_VARIANCE;
          default -> role;
        },
        tensor));
    return new TensorGroup(naming, name, prefix, suffix, more);
  }

  /** The vectors of the normalisation behind the layer, as a group of their own. */
  TensorGroup normalization() {
    Map<String, StoredTensor> own = new LinkedHashMap<>(tensors);
    own.keySet().retainAll(OF_NORMALIZATION);
    return new TensorGroup(naming, name, prefix, suffix, own);
  }

  /** The same group without the vectors of the normalisation behind the layer. */
  TensorGroup withoutNormalization() {
    Map<String, StoredTensor> fewer = new LinkedHashMap<>(tensors);
    fewer.keySet().removeAll(OF_NORMALIZATION);
    return new TensorGroup(naming, name, prefix, suffix, fewer);
  }

  /** The same group with the slope that the layer's activation learned, whatever its name. */
  TensorGroup withSlope(StoredTensor slope) {
    Map<String, StoredTensor> more = new LinkedHashMap<>(tensors);
    more.put(LayerSpec.SLOPE, slope);
    return new TensorGroup(naming, name, prefix, suffix, more);
  }

  private static TensorGroup of(Naming naming, String prefix, String suffix) {
    String path = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    String name = naming == Naming.SCIKIT_NETWORK ? prefix + suffix : path;
    return new TensorGroup(naming, name, prefix, suffix, new LinkedHashMap<>());
  }

  /** The name without the models and layers that the layer lies in. */
  private String shortName() {
    return switch (naming) {
      case PYTORCH, SCIKIT_LINEAR -> name;
      case KERAS -> name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1);
      case SCIKIT_NETWORK -> suffix;
    };
  }

  /** A group that the file does not have, named like this one. */
  TensorGroup absent(String name) {
    return switch (naming) {
      case PYTORCH -> new TensorGroup(naming, name, name + ".", suffix, Map.of());
      case KERAS ->
        new TensorGroup(
            naming,
            name,
            name + (prefix.isEmpty() ? '/' : prefix.charAt(prefix.length() - 1)),
            suffix,
            Map.of());
      case SCIKIT_NETWORK -> new TensorGroup(naming, name, prefix, name, Map.of());
      case SCIKIT_LINEAR -> new TensorGroup(naming, name, name + ".", suffix, Map.of());
    };
  }

  @Nullable
  StoredTensor weight() {
    return tensors.get(LayerSpec.WEIGHT);
  }

  /** Whether it can be more than the vectors of a normalisation. */
  boolean hasMatrix() {
    StoredTensor weight = weight();
    return weight != null && (weight.isMatrix() || naming != Naming.PYTORCH);
  }

  /** The name of the tensor of a role in this group, whether or not there is one. */
  String tensorName(String role) {
    return naming.name(prefix, role, suffix);
  }
}
