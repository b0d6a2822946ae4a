package dev.lamina.cli.drawing;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.PortSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Networks of any form, by a seed: several inputs and outputs, long ways, residuals, dead ends. */
final class RandomNetworks {

  private final SplittableRandom random;
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final List<LayerSpec> layers = new ArrayList<>();

  private RandomNetworks(long seed) {
    random = new SplittableRandom(seed);
  }

  static NetworkSpec of(long seed) {
    return new RandomNetworks(seed).network(seed);
  }

  private NetworkSpec network(long seed) {
    List<PortSpec> inputs = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      inputs.add(port(inputs, "in" + i, width()));
      columns.put("in" + i, inputs.get(i).size());
    }
    int count = 1 + random.nextInt(24);
    int reach = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      LayerSpec layer = layer("layer" + i, reach);
      layers.add(layer);
      columns.put(layer.name(), layer.out());
    }
    Set<String> results = new LinkedHashSet<>(List.of("layer" + (count - 1)));
    for (int i = random.nextInt(4); i > 0; i--) {
      results.add("layer" + random.nextInt(count));
    }
    List<PortSpec> outputs = new ArrayList<>();
    for (String name : results) {
      outputs.add(port(outputs, name, columns.get(name)));
    }
    return new NetworkSpec("Random" + seed, inputs, layers, outputs);
  }

  private static PortSpec port(List<PortSpec> before, String name, int size) {
    return PortSpec.of(name, before.stream().mapToInt(PortSpec::size).sum(), size);
  }

  private int width() {
    return 16 << random.nextInt(3);
  }

  private LayerSpec layer(String name, int reach) {
    List<String> names = List.copyOf(columns.keySet());
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      inputs.add(names.get(Math.max(0, names.size() - 1 - random.nextInt(reach))));
    }
    int in = inputs.stream().mapToInt(columns::get).sum();
    LayerSpec layer = LayerSpec.of(name, inputs, in, width(), ActivationSpec.of(Activation.RELU));
    if (random.nextInt(4) == 0) {
      layer = layer.withNormalization(NormalizationSpec.of(Normalization.LAYER));
    }
    if (random.nextInt(4) == 0) {
      layer = layer.withInputNormalization(NormalizationSpec.of(Normalization.LAYER));
    }
    if (random.nextInt(5) == 0) {
      layer = layer.withoutBias();
    }
    int out = layer.out();
    List<String> fitting =
        names.stream().filter(other -> columns.get(other) == out).toList();
    if (fitting.isEmpty() || random.nextInt(2) == 0) {
      return layer;
    }
    String residual = fitting.get(random.nextInt(fitting.size()));
    return random.nextBoolean()
        ? layer.withResidual(residual)
        : layer.withResidualAfterActivation(residual);
  }
}
