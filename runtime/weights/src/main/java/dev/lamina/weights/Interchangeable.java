package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Two layers that a file's order may have swapped without anybody noticing: they have the same shapes, and
 * neither is computed from the other, so whoever wrote the file may have had either of them first.
 *
 * <p>Where there are none, numbers say which layer is which. Layers of the same shape are then computed one
 * after another, so their order is the same in every file, and a layer of another shape in a wrong place
 * does not fit. In a chain there are none.
 *
 * @param first the one that is declared first
 * @param second the other
 */
record Interchangeable(String first, String second) {

  /**
   * The first such layers.
   *
   * @param network the network
   * @param layers those of its layers that are assigned by their order
   */
  static Optional<Interchangeable> among(NetworkSpec network, List<LayerSpec> layers) {
    if (isOneAfterAnother(network)) {
      return Optional.empty();
    }
    Map<String, Set<String>> sources = sources(network);
    List<Map<String, Shape>> shapes =
        layers.stream().map(LayerSpec::tensorShapes).toList();
    for (int i = 0; i < layers.size(); i++) {
      for (int j = i + 1; j < layers.size(); j++) {
        String first = layers.get(i).name();
        String second = layers.get(j).name();
        if (shapes.get(i).equals(shapes.get(j))
            && !sources.getOrDefault(second, Set.of()).contains(first)) {
          return Optional.of(new Interchangeable(first, second));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether each layer needs the one before it, so that there is only one order. */
  private static boolean isOneAfterAnother(NetworkSpec network) {
    List<LayerSpec> layers = network.layers();
    for (int i = 1; i < layers.size(); i++) {
      String before = layers.get(i - 1).name();
      LayerSpec layer = layers.get(i);
      if (!layer.inputs().contains(before)
          && layer.residual().filter(residual -> residual.from().equals(before)).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** All that each layer is computed from, directly or not. */
  private static Map<String, Set<String>> sources(NetworkSpec network) {
    Map<String, Set<String>> sources = new HashMap<>();
    for (LayerSpec layer : network.layers()) {
      Set<String> own = new HashSet<>(layer.inputs());
      layer.residual().ifPresent(residual -> own.add(residual.from()));
      for (String source : Set.copyOf(own)) {
        own.addAll(sources.getOrDefault(source, Set.of()));
      }
      sources.put(layer.name(), own);
    }
    return sources;
  }
}
