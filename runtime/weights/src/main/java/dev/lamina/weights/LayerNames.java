package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.weights.file.StoredTensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which group of tensors belongs to which layer, by the rules that {@link WeightsSource} states.
 * Shapes play no part in it: two layers of the same shape would be mixed up without a word.
 */
final class LayerNames {

  private final NetworkSpec network;
  private final List<LayerSpec> layers;
  private final Naming naming;
  private final Map<String, TensorGroup> groups;

  /** Whether there are only tensors whose names no tool gives. */
  private final boolean areNamesUnknown;

  /** The groups that may be layers; others are surplus whatever happens. */
  private final List<TensorGroup> candidates;

  /**
   * Names to be assigned.
   *
   * @param network the network
   * @param layers those of its layers that need a group
   * @param tensors those of the file that may belong to them
   */
  LayerNames(NetworkSpec network, List<LayerSpec> layers, List<StoredTensor> tensors) {
    this.network = network;
    this.layers = layers;
    this.naming = Naming.of(tensors);
    this.groups = TensorGroup.byName(naming, tensors);
    this.areNamesUnknown = groups.isEmpty() && !tensors.isEmpty();
    this.candidates = candidates(groups.values(), layers.size());
  }

  /**
   * With more groups than layers, those without a weight matrix are no dense layers: the vectors of a
   * normalisation, say. This decides only how an error reads, for tensors that are left over are one.
   */
  private static List<TensorGroup> candidates(Collection<TensorGroup> groups, int layers) {
    return groups.size() <= layers
        ? List.copyOf(groups)
        : groups.stream().filter(TensorGroup::hasMatrix).toList();
  }

  /** How the tensors are named. */
  Naming naming() {
    return naming;
  }

  /**
   * The group of each layer by the layer's name, as far as the file has one; empty if the names do not
   * say which is which.
   */
  Optional<Map<String, TensorGroup>> assign() {
    return assignLayers()
        .map(assigned -> LearnedNormalizations.byOrder(
            LearnedNormalizations.asDeclared(assigned, layers, naming),
            layers,
            naming,
            groups.values()));
  }

  private Optional<Map<String, TensorGroup>> assignLayers() {
    if (layers.isEmpty()) {
      return Optional.of(Map.of());
    }
    if (naming == Naming.SCIKIT_NETWORK) {
      return interchangeable().isEmpty() ? byIndex() : Optional.empty();
    }
    long named =
        layers.stream().filter(layer -> groups.containsKey(layer.name())).count();
    if (named == layers.size()) {
      return Optional.of(byName());
    }
    if (areNamesUnknown) {
      return Optional.empty();
    }
    Optional<Map<String, TensorGroup>> byNumber =
        interchangeable().isEmpty() ? byNumber() : Optional.empty();
    if (byNumber.isPresent() && (named == 0 || candidates.size() == layers.size())) {
      return byNumber;
    }
    // Something is missing or surplus in any case. Names that are the same tell best what.
    return named > 0 ? Optional.of(byName()) : Optional.empty();
  }

  /** Two layers that numbers cannot tell from each other. */
  Optional<Interchangeable> interchangeable() {
    return Interchangeable.among(network, layers);
  }

  private Map<String, TensorGroup> byName() {
    TensorGroup example = groups.values().iterator().next();
    Map<String, TensorGroup> assigned = new LinkedHashMap<>();
    for (LayerSpec layer : layers) {
      TensorGroup group = groups.get(layer.name());
      assigned.put(layer.name(), group == null ? example.absent(layer.name()) : group);
    }
    return assigned;
  }

  private Optional<Map<String, TensorGroup>> byNumber() {
    return inOrder().map(inOrder -> {
      Map<String, TensorGroup> assigned = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(inOrder.size(), layers.size()); i++) {
        assigned.put(layers.get(i).name(), inOrder.get(i));
      }
      return assigned;
    });
  }

  /** scikit-learn counts all layers from 0 on, without gaps. */
  private Optional<Map<String, TensorGroup>> byIndex() {
    if (inOrder().isEmpty()) {
      return Optional.empty();
    }
    TensorGroup example = groups.values().iterator().next();
    Map<String, TensorGroup> assigned = new LinkedHashMap<>();
    for (LayerSpec layer : layers) {
      String index = String.valueOf(network.layers().indexOf(layer));
      TensorGroup group = groups.get(index);
      assigned.put(layer.name(), group == null ? example.absent(index) : group);
    }
    return Optional.of(assigned);
  }

  private Optional<List<TensorGroup>> inOrder() {
    return naming
        .inOrder(candidates.stream().map(TensorGroup::name).toList())
        .map(names -> names.stream().map(groups::get).toList());
  }

  /** The groups that may be layers: in the order of their number if they have one. */
  List<TensorGroup> candidatesInOrder() {
    return inOrder().orElse(candidates);
  }
}
