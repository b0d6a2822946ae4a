package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.weights.file.StoredTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the slopes that PyTorch's {@code nn.PReLU} learned to the layers in front of them. PyTorch names
 * them as if they were layers: in an {@code nn.Sequential}, {@code 1.weight} of shape (1) or (units) comes
 * between {@code 0.weight} and {@code 2.weight}. The numbers say which layer it follows; where the names
 * have none, or several vectors follow a layer, nothing is guessed.
 */
final class LearnedSlopes {

  private LearnedSlopes() {}

  /** The same groups, where slopes are part of the group of their layer and no groups of their own. */
  static Map<String, TensorGroup> intoLayers(Naming naming, Map<String, TensorGroup> groups) {
    if (naming != Naming.PYTORCH || groups.values().stream().noneMatch(LearnedSlopes::isSlope)) {
      return groups;
    }
    List<String> names = groups.values().stream()
        .filter(group -> group.hasMatrix() || isSlope(group))
        .map(TensorGroup::name)
        .toList();
    return naming.inOrder(names).map(order -> intoLayers(order, groups)).orElse(groups);
  }

  private static Map<String, TensorGroup> intoLayers(
      List<String> order, Map<String, TensorGroup> groups) {
    Map<String, TensorGroup> result = new LinkedHashMap<>(groups);
    for (int i = 0; i < order.size(); i++) {
      TensorGroup layer = group(groups, order.get(i));
      if (!layer.hasMatrix()) {
        continue;
      }
      List<TensorGroup> behind = vectorsBehind(i, order, groups);
      if (behind.size() == 1 && !layer.tensors().containsKey(LayerSpec.SLOPE)) {
        result.put(layer.name(), layer.withSlope(weight(behind.get(0)).orElseThrow()));
        result.remove(behind.get(0).name());
      }
    }
    return result;
  }

  private static List<TensorGroup> vectorsBehind(
      int layer, List<String> order, Map<String, TensorGroup> groups) {
    List<TensorGroup> vectors = new ArrayList<>();
    for (String name : order.subList(layer + 1, order.size())) {
      TensorGroup next = group(groups, name);
      if (next.hasMatrix()) {
        break;
      }
      vectors.add(next);
    }
    return vectors;
  }

  private static TensorGroup group(Map<String, TensorGroup> groups, String name) {
    return Optional.ofNullable(groups.get(name)).orElseThrow();
  }

  /** A weight that is a vector, with no bias as a normalisation has it. */
  private static boolean isSlope(TensorGroup group) {
    return group.tensors().size() == 1
        && weight(group).filter(weight -> weight.dimensions().size() == 1).isPresent();
  }

  private static Optional<StoredTensor> weight(TensorGroup group) {
    return Optional.ofNullable(group.weight());
  }
}
