package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which group of tensors belongs to which layer, by the rule that {@link WeightsSource} states.
 * Shapes play no part in it: two layers of the same shape would be mixed up without a word.
 */
final class LayerNames {

  private final NetworkSpec network;
  private final Map<String, TensorGroup> groups;

  /** The groups that may be layers; others (a counter, a mean) are surplus whatever happens. */
  private final List<TensorGroup> candidates;

  LayerNames(NetworkSpec network, Map<String, TensorGroup> groups) {
    this.network = network;
    this.groups = groups;
    this.candidates = candidates(groups.values(), network.layers().size());
  }

  /**
   * With more groups than layers, those without a weight matrix are no dense layers: the vectors of a
   * normalisation, say. This decides only how an error reads, for tensors that are left over are one.
   */
  private static List<TensorGroup> candidates(Collection<TensorGroup> groups, int layers) {
    List<TensorGroup> candidates =
        groups.stream().filter(TensorGroup::looksLikeLayer).toList();
    return candidates.size() <= layers
        ? candidates
        : candidates.stream().filter(TensorGroup::hasMatrix).toList();
  }

  /**
   * The group of each layer by the layer's name, as far as the file has one; empty if the names do not
   * say which is which.
   */
  Optional<Map<String, TensorGroup>> assign() {
    long named = network.layers().stream()
        .filter(layer -> groups.containsKey(layer.name()))
        .count();
    int layers = network.layers().size();
    if (named == layers) {
      return Optional.of(byName());
    }
    Optional<Map<String, TensorGroup>> byNumber = byNumber();
    if (byNumber.isPresent() && (named == 0 || candidates.size() == layers)) {
      return byNumber;
    }
    // Something is missing or surplus in any case. Names that are the same tell best what.
    return named > 0 ? Optional.of(byName()) : Optional.empty();
  }

  private Map<String, TensorGroup> byName() {
    Map<String, TensorGroup> assigned = new LinkedHashMap<>();
    for (LayerSpec layer : network.layers()) {
      assigned.put(
          layer.name(), groups.getOrDefault(layer.name(), new TensorGroup(layer.name(), Map.of())));
    }
    return assigned;
  }

  private Optional<Map<String, TensorGroup>> byNumber() {
    return NumericOrder.of(candidates.stream().map(TensorGroup::name).toList()).map(this::inOrder);
  }

  private Map<String, TensorGroup> inOrder(List<String> names) {
    Map<String, TensorGroup> assigned = new LinkedHashMap<>();
    int count = Math.min(names.size(), network.layers().size());
    for (int i = 0; i < count; i++) {
      assigned.put(network.layers().get(i).name(), groups.get(names.get(i)));
    }
    return assigned;
  }

  /** The groups that may be layers: in the order of their number if they have one. */
  List<TensorGroup> candidatesInOrder() {
    return NumericOrder.of(candidates.stream().map(TensorGroup::name).toList())
        .map(names -> names.stream().map(groups::get).toList())
        .orElse(candidates);
  }
}
