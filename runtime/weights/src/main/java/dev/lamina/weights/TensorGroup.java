package dev.lamina.weights;

import dev.lamina.LayerSpec;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tensors of a file that share everything before the last dot of their names: those of one layer, if
 * the file is in order.
 *
 * @param name what they share, such as {@code net.0}; empty for names without a dot
 * @param tensors the tensors by role, which is the text after the last dot
 */
record TensorGroup(String name, Map<String, StoredTensor> tensors) {

  static Map<String, TensorGroup> byName(Collection<StoredTensor> tensors) {
    Map<String, TensorGroup> groups = new LinkedHashMap<>();
    for (StoredTensor tensor : tensors) {
      // A dot at the very beginning separates nothing.
      int dot = Math.max(tensor.name().lastIndexOf('.'), 0);
      String group = tensor.name().substring(0, dot);
      String role = tensor.name().substring(dot == 0 ? 0 : dot + 1);
      groups
          .computeIfAbsent(group, name -> new TensorGroup(name, new LinkedHashMap<>()))
          .tensors
          .put(role, tensor);
    }
    return groups;
  }

  /** Whether it has what a dense layer has. */
  boolean looksLikeLayer() {
    return tensors.containsKey(LayerSpec.WEIGHT) || tensors.containsKey(LayerSpec.BIAS);
  }

  @Nullable
  StoredTensor weight() {
    return tensors.get(LayerSpec.WEIGHT);
  }

  boolean hasMatrix() {
    StoredTensor weight = weight();
    return weight != null && weight.isMatrix();
  }

  /** The name of the tensor of a role in this group, whether or not there is one. */
  String tensorName(String role) {
    return name.isEmpty() ? role : name + "." + role;
  }
}
