package dev.lamina.weights.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the names by which users know their layers in the names of tensors and nodes: {@code 0} for the
 * tensor {@code 0.weight}, {@code fc1} for the node {@code /fc1/Gemm}. Exporters make up names where
 * they compute something, {@code onnx::MatMul_12} for example; those say nothing.
 */
final class LayerNaming {

  private static final List<Pattern> TENSOR_NAMES = List.of(
      Pattern.compile("(?:.*/)?([^/]+)/(?:MatMul|BiasAdd)(?:/ReadVariableOp.*)?"),
      Pattern.compile("(?:.*/)?([^/]+)[./_](?:weight|kernel|bias)(?::0)?"));

  private static final Pattern NODE_NAME =
      Pattern.compile("(?:.*/)?([^/]+)/(?:Gemm|MatMul)[_0-9]*");

  private static final String MADE_UP = "onnx::";

  private LayerNaming() {}

  /**
   * The name that the file has for a layer.
   *
   * @param weight the name of its weight
   * @param bias the name of its bias, if it has a tensor for that
   * @param node the node that multiplies
   */
  static Optional<String> of(String weight, Optional<String> bias, Node node) {
    return ofTensor(weight)
        .or(() -> bias.flatMap(LayerNaming::ofTensor))
        .or(() -> match(NODE_NAME, node.name()));
  }

  private static Optional<String> ofTensor(String name) {
    return name.startsWith(MADE_UP)
        ? Optional.empty()
        : TENSOR_NAMES.stream()
            .flatMap(pattern -> match(pattern, name).stream())
            .findFirst();
  }

  private static Optional<String> match(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    return matcher.matches() && !matcher.group(1).isBlank()
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }

  /**
   * Names that are all different: {@code layer2} for the second where there is none of its own.
   *
   * @param reserved names that no layer gets
   */
  static List<String> distinct(List<Optional<String>> names, Set<String> reserved) {
    Map<String, Integer> counts = new HashMap<>();
    names.forEach(name -> name.ifPresent(found -> counts.merge(found, 1, Integer::sum)));
    reserved.forEach(name -> counts.merge(name, 2, Integer::sum));
    Set<String> taken = new HashSet<>(counts.keySet());
    List<String> distinct = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Optional<String> name =
          names.get(i).filter(found -> Integer.valueOf(1).equals(counts.get(found)));
      if (name.isPresent()) {
        distinct.add(name.get());
      } else {
        StringBuilder own = new StringBuilder("layer" + (i + 1));
        while (!taken.add(own.toString())) {
          own.append('_');
        }
        distinct.add(own.toString());
      }
    }
    return distinct;
  }
}
