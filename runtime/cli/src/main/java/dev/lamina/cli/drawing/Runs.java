package dev.lamina.cli.drawing;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds layers that only repeat: equal ones, each of which is read by nothing but the next. A hundred of
 * them are one box, or nobody would see the rest of the picture.
 */
final class Runs {

  /** From how many on they are one box. */
  private static final int LEAST = 5;

  private final Map<String, Integer> readers = new HashMap<>();

  private Runs(NetworkSpec network) {
    for (LayerSpec layer : network.layers()) {
      Set<String> sources = new LinkedHashSet<>(layer.inputs());
      layer.residual().map(ResidualSpec::from).ifPresent(sources::add);
      sources.forEach(source -> readers.merge(source, 1, Integer::sum));
    }
    for (PortSpec output : network.outputs()) {
      readers.merge(output.name(), 1, Integer::sum);
    }
  }

  /** All layers in order, those of a run together, every other one alone. */
  static List<List<LayerSpec>> of(NetworkSpec network) {
    Runs runs = new Runs(network);
    List<List<LayerSpec>> found = new ArrayList<>();
    List<LayerSpec> run = new ArrayList<>();
    for (LayerSpec layer : network.layers()) {
      if (!run.isEmpty() && !runs.continues(run.get(run.size() - 1), layer)) {
        close(run, found);
      }
      run.add(layer);
    }
    close(run, found);
    return found;
  }

  private static void close(List<LayerSpec> run, List<List<LayerSpec>> found) {
    if (run.size() >= LEAST) {
      found.add(List.copyOf(run));
    } else {
      run.forEach(layer -> found.add(List.of(layer)));
    }
    run.clear();
  }

  private boolean continues(LayerSpec previous, LayerSpec layer) {
    return layer.inputs().equals(List.of(previous.name()))
        && readers.getOrDefault(previous.name(), 0) == 1
        && isSimple(previous)
        && isSimple(layer)
        && renamed(previous).equals(renamed(layer));
  }

  /** Whether it reads one matrix, and adds nothing else. */
  private static boolean isSimple(LayerSpec layer) {
    return layer.inputs().size() == 1
        && layer
            .residual()
            .map(residual -> residual.from().equals(layer.inputs().get(0)))
            .orElse(true);
  }

  /** What is left of a layer without the names. */
  private static LayerSpec renamed(LayerSpec layer) {
    return new LayerSpec(
        "layer",
        List.of("x"),
        layer.in(),
        layer.out(),
        layer.activation(),
        layer.bias(),
        layer.residual().map(residual -> new ResidualSpec("x", residual.afterActivation())),
        layer.normalization(),
        layer.inputNormalization());
  }
}
