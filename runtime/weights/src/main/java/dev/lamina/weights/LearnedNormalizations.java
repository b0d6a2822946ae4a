package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.Normalization;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives the vectors of normalisations to the layers that they normalise. Tools name them as if they were
 * layers: {@code 1.weight}, {@code 1.bias}, {@code 1.running_mean} and {@code 1.running_var} between
 * {@code 0.weight} and {@code 3.weight} in PyTorch's {@code nn.Sequential}, {@code
 * batch_normalization/gamma} and so on in Keras. Where one number counts all of them it says between which
 * layers a normalisation stands; if there is one, it is that of the layer before, unless the declaration
 * says that the layer behind normalises what it reads; if there are two, each has one. Otherwise, the first
 * goes to the first layer of the network that is declared with one, the second to the second, if there are
 * as many; nothing else is guessed.
 */
final class LearnedNormalizations {

  /** Lamina's own name of the group is that of the layer and this. */
  private static final String OWN = ".norm";

  /** The same for the normalisation of what a layer reads. */
  private static final String OWN_OF_INPUT = ".input_norm";

  private LearnedNormalizations() {}

  /** Whether a group is vectors of a normalisation and nothing else. */
  static boolean isNormalization(TensorGroup group) {
    if (group.hasMatrix()) {
      return false;
    }
    return group.naming() == Naming.PYTORCH
        ? group.tensors().containsKey(LayerSpec.NORM_MEAN) || isWeightAndBias(group)
        : group.tensors().containsKey(LayerSpec.NORM_WEIGHT)
            || group.tensors().containsKey(LayerSpec.NORM_MEAN);
  }

  private static boolean isWeightAndBias(TensorGroup group) {
    return group.tensors().containsKey(LayerSpec.BIAS)
        && Optional.ofNullable(group.weight())
            .filter(weight -> weight.dimensions().size() == 1)
            .isPresent();
  }

  private static boolean isNormalized(TensorGroup layer) {
    return layer.tensors().containsKey(LayerSpec.NORM_WEIGHT)
        || layer.tensors().containsKey(LayerSpec.NORM_MEAN);
  }

  private static boolean isInputNormalized(TensorGroup layer) {
    return layer.tensors().containsKey(LayerSpec.INPUT_NORM_WEIGHT)
        || layer.tensors().containsKey(LayerSpec.INPUT_NORM_MEAN);
  }

  /** The same groups, where normalisations whose names say their layer are part of its group. */
  static Map<String, TensorGroup> intoLayers(Naming naming, Map<String, TensorGroup> groups) {
    Map<String, TensorGroup> result = new LinkedHashMap<>(groups);
    for (TensorGroup group : groups.values()) {
      if (isNormalization(group)) {
        moveByName(group, OWN, TensorGroup::withNormalization, result);
        moveByName(group, OWN_OF_INPUT, TensorGroup::withInputNormalization, result);
      }
    }
    if (result.values().stream().noneMatch(LearnedNormalizations::isNormalization)) {
      return result;
    }
    List<String> names = result.values().stream()
        .filter(group -> group.hasMatrix() || isNormalization(group))
        .map(TensorGroup::name)
        .toList();
    naming.inOrder(names).ifPresent(order -> moveByNumber(order, result));
    return result;
  }

  private static void moveByName(
      TensorGroup normalization,
      String ending,
      BinaryOperator<TensorGroup> with,
      Map<String, TensorGroup> groups) {
    String name = normalization.name();
    if (!name.endsWith(ending)) {
      return;
    }
    TensorGroup layer = groups.get(name.substring(0, name.length() - ending.length()));
    if (layer != null && layer.hasMatrix()) {
      move(normalization, layer, with, groups);
    }
  }

  /** Goes from layer to layer, with the normalisations between each two. */
  private static void moveByNumber(List<String> order, Map<String, TensorGroup> groups) {
    TensorGroup before = null;
    List<TensorGroup> between = new ArrayList<>();
    for (String name : order) {
      TensorGroup group = Objects.requireNonNull(groups.get(name));
      if (group.hasMatrix()) {
        moveBetween(between, before, group, groups);
        before = Objects.requireNonNull(groups.get(name));
        between.clear();
      } else {
        between.add(group);
      }
    }
    moveBetween(between, before, null, groups);
  }

  /**
   * One normalisation is that of the layer before, or, in front of the first layer, of what that reads; of
   * two each layer has one.
   *
   * @param layer the layer before, or null
   * @param next the layer behind, or null
   */
  private static void moveBetween(
      List<TensorGroup> between,
      @Nullable TensorGroup layer,
      @Nullable TensorGroup next,
      Map<String, TensorGroup> groups) {
    if (between.isEmpty() || between.size() > 2) {
      return;
    }
    boolean isBoth = between.size() == 2;
    if (layer != null && !isNormalized(layer) && (next != null || !isBoth)) {
      move(between.get(0), layer, TensorGroup::withNormalization, groups);
    }
    if (next != null && !isInputNormalized(next) && (layer == null) != isBoth) {
      move(between.get(between.size() - 1), next, TensorGroup::withInputNormalization, groups);
    }
  }

  private static void move(
      TensorGroup normalization,
      TensorGroup layer,
      BinaryOperator<TensorGroup> with,
      Map<String, TensorGroup> groups) {
    groups.put(layer.name(), with.apply(layer, normalization));
    groups.remove(normalization.name());
  }

  /**
   * The same groups of layers, where a normalisation that was taken to be that of the layer before, by its
   * number, and is declared as that of what the next layer reads, is the next one's.
   *
   * @param assigned the groups by the names of the layers that they were found to belong to
   * @param layers the layers of the network
   */
  static Map<String, TensorGroup> asDeclared(
      Map<String, TensorGroup> assigned, List<LayerSpec> layers, Naming naming) {
    Map<String, LayerSpec> owners = new HashMap<>();
    for (LayerSpec layer : layers) {
      TensorGroup group = assigned.get(layer.name());
      if (group != null) {
        owners.put(group.name(), layer);
      }
    }
    List<String> order = naming.inOrder(List.copyOf(owners.keySet())).orElse(List.of());
    Map<String, TensorGroup> result = new LinkedHashMap<>(assigned);
    for (int i = 1; i < order.size(); i++) {
      LayerSpec layer = Objects.requireNonNull(owners.get(order.get(i - 1)));
      LayerSpec next = Objects.requireNonNull(owners.get(order.get(i)));
      TensorGroup from = Objects.requireNonNull(result.get(layer.name()));
      TensorGroup to = Objects.requireNonNull(result.get(next.name()));
      if (layer.normalization().isEmpty()
          && next.inputNormalization().isPresent()
          && isNormalized(from)
          && !isInputNormalized(to)
          && !saysItsLayer(from)) {
        result.put(next.name(), to.withInputNormalization(from.normalization()));
        result.put(layer.name(), from.withoutNormalization());
      }
    }
    return result;
  }

  /** Whether the names of a layer's normalisation are Lamina's own, which leave nothing open. */
  private static boolean saysItsLayer(TensorGroup layer) {
    return layer.tensors().entrySet().stream()
        .filter(tensor -> TensorGroup.OF_NORMALIZATION.contains(tensor.getKey()))
        .allMatch(tensor -> tensor.getValue().name().startsWith(layer.name() + OWN + "."));
  }

  /**
   * The same groups of layers, each with its normalisation, as far as the order says it.
   *
   * @param assigned the groups by the names of the layers that they were found to belong to
   * @param layers the layers of the network
   * @param groups all groups of the file
   */
  static Map<String, TensorGroup> byOrder(
      Map<String, TensorGroup> assigned,
      List<LayerSpec> layers,
      Naming naming,
      Collection<TensorGroup> groups) {
    List<TensorGroup> left =
        groups.stream().filter(LearnedNormalizations::isNormalization).toList();
    List<Place> waiting = new ArrayList<>();
    for (LayerSpec layer : layers) {
      TensorGroup group = assigned.get(layer.name());
      if (group != null && !isInputNormalized(group)) {
        layer
            .inputNormalization()
            .ifPresent(norm -> waiting.add(new Place(layer.name(), true, norm.kind())));
      }
      if (group != null && !isNormalized(group)) {
        layer
            .normalization()
            .ifPresent(norm -> waiting.add(new Place(layer.name(), false, norm.kind())));
      }
    }
    Map<String, TensorGroup> result = new LinkedHashMap<>(assigned);
    if (!fill(waiting, left, naming, result)) {
      // Tools count each kind for itself.
      for (Normalization kind : Normalization.values()) {
        fill(
            waiting.stream().filter(place -> place.kind() == kind).toList(),
            left.stream().filter(group -> kindOf(group) == kind).toList(),
            naming,
            result);
      }
    }
    return result;
  }

  /**
   * A normalisation that is declared.
   *
   * @param layer the name of the layer
   * @param isOfInput whether it is of what the layer reads
   * @param kind by what
   */
  private record Place(String layer, boolean isOfInput, Normalization kind) {}

  private static Normalization kindOf(TensorGroup normalization) {
    return normalization.tensors().containsKey(LayerSpec.NORM_MEAN)
        ? Normalization.BATCH
        : Normalization.LAYER;
  }

  /** Gives each place its normalisation, if there are as many and their names have an order. */
  private static boolean fill(
      List<Place> places,
      List<TensorGroup> normalizations,
      Naming naming,
      Map<String, TensorGroup> layers) {
    Optional<List<String>> order =
        naming.inOrder(normalizations.stream().map(TensorGroup::name).toList());
    if (places.isEmpty() || places.size() != normalizations.size() || order.isEmpty()) {
      return false;
    }
    for (TensorGroup normalization : normalizations) {
      Place place = places.get(order.get().indexOf(normalization.name()));
      layers.computeIfPresent(
          place.layer(),
          (name, group) -> place.isOfInput()
              ? group.withInputNormalization(normalization)
              : group.withNormalization(normalization));
    }
    return true;
  }
}
