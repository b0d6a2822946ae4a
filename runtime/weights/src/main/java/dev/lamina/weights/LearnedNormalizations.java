package dev.lamina.weights;

import dev.lamina.LayerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the vectors of normalisations to the layers that they normalise. Tools name them as if they were
 * layers: {@code 1.weight}, {@code 1.bias}, {@code 1.running_mean} and {@code 1.running_var} between
 * {@code 0.weight} and {@code 3.weight} in PyTorch's {@code nn.Sequential}, {@code
 * batch_normalization/gamma} and so on in Keras. Where one number counts all of them it says which layer a
 * normalisation follows. Otherwise, the first goes to the first layer of the network that is declared with
 * one, the second to the second, if there are as many; nothing else is guessed.
 */
final class LearnedNormalizations {

  /** Lamina's own name of the group is that of the layer and this. */
  private static final String OWN = ".norm";

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

  /** The same groups, where normalisations whose names say their layer are part of its group. */
  static Map<String, TensorGroup> intoLayers(Naming naming, Map<String, TensorGroup> groups) {
    Map<String, TensorGroup> result = new LinkedHashMap<>(groups);
    for (TensorGroup group : groups.values()) {
      String name = group.name();
      String owner = name.endsWith(OWN) ? name.substring(0, name.length() - OWN.length()) : "";
      TensorGroup layer = groups.get(owner);
      if (isNormalization(group) && layer != null && layer.hasMatrix()) {
        move(group, layer, result);
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

  private static void moveByNumber(List<String> order, Map<String, TensorGroup> groups) {
    for (int i = 0; i < order.size(); i++) {
      TensorGroup layer = groups.get(order.get(i));
      List<TensorGroup> behind = new ArrayList<>();
      for (String name : order.subList(i + 1, order.size())) {
        TensorGroup next = groups.get(name);
        if (next == null || next.hasMatrix()) {
          break;
        }
        behind.add(next);
      }
      if (layer != null && layer.hasMatrix() && behind.size() == 1 && !isNormalized(layer)) {
        move(behind.get(0), layer, groups);
      }
    }
  }

  private static void move(
      TensorGroup normalization, TensorGroup layer, Map<String, TensorGroup> groups) {
    groups.put(layer.name(), layer.withNormalization(normalization));
    groups.remove(normalization.name());
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
    List<String> waiting = layers.stream()
        .filter(layer -> layer.normalization().isPresent())
        .map(LayerSpec::name)
        .filter(name -> assigned.containsKey(name) && !isNormalized(assigned.get(name)))
        .toList();
    Optional<List<String>> order =
        naming.inOrder(left.stream().map(TensorGroup::name).toList());
    if (left.isEmpty() || left.size() != waiting.size() || order.isEmpty()) {
      return assigned;
    }
    Map<String, TensorGroup> result = new LinkedHashMap<>(assigned);
    for (TensorGroup normalization : left) {
      String layer = waiting.get(order.get().indexOf(normalization.name()));
      result.computeIfPresent(layer, (name, group) -> group.withNormalization(normalization));
    }
    return result;
  }
}
