package dev.lamina.cli;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import dev.lamina.Tensor;
import dev.lamina.weights.Examples;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A network with its weights, out of a file.
 *
 * @param network the shapes and activations
 * @param parameters the weights, in memory
 * @param examples what the network has to compute, if it is known
 * @param origin where it comes from, in a few words
 */
record ImportedNetwork(
    NetworkSpec network, Parameters parameters, Optional<Examples> examples, String origin) {

  /**
   * The same with names that can be declared: layers of a chain are called {@code layer1}, {@code layer2},
   * …, as @Dense calls them by itself; those of other networks, by which others read them, have the file's
   * names without characters that no declaration may have.
   */
  ImportedNetwork withDeclarableNames() {
    return renamed(network.isChain() ? defaults() : declarable());
  }

  private Map<String, String> defaults() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(network.inputs().get(0).name(), NetworkSpec.INPUT);
    network.layers().forEach(layer -> names.put(layer.name(), "layer" + names.size()));
    return names;
  }

  /** Names of letters, digits, _ . and - for those of inputs and layers, all different. */
  private Map<String, String> declarable() {
    Map<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    Stream.concat(
            network.inputs().stream().map(PortSpec::name),
            network.layers().stream().map(LayerSpec::name))
        .forEach(name -> {
          StringBuilder legal = new StringBuilder(name.codePoints()
              .map(c -> Character.isLetterOrDigit(c) || "_.-".indexOf(c) >= 0 ? c : '_')
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append));
          while (!taken.add(legal.toString())) {
            legal.append('_');
          }
          names.put(name, legal.toString());
        });
    return names;
  }

  private ImportedNetwork renamed(Map<String, String> names) {
    NetworkSpec renamed = new NetworkSpec(
        network.name(),
        ports(network.inputs(), names),
        network.layers().stream().map(layer -> renamed(layer, names)).toList(),
        ports(network.outputs(), names),
        network.inputScaling(),
        network.outputScaling());
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Iterator<String> before = network.tensorShapes().keySet().iterator();
    for (String tensor : renamed.tensorShapes().keySet()) {
      tensors.put(tensor, parameters.tensor(before.next()));
    }
    return new ImportedNetwork(renamed, Parameters.of(tensors), examples, origin);
  }

  private static LayerSpec renamed(LayerSpec layer, Map<String, String> names) {
    return new LayerSpec(
        name(names, layer.name()),
        layer.inputs().stream().map(input -> name(names, input)).toList(),
        layer.in(),
        layer.out(),
        layer.activation(),
        layer.bias(),
        layer
            .residual()
            .map(added -> new ResidualSpec(name(names, added.from()), added.afterActivation())),
        layer.normalization(),
        layer.inputNormalization());
  }

  private static List<PortSpec> ports(List<PortSpec> ports, Map<String, String> names) {
    return ports.stream()
        .map(port -> PortSpec.of(name(names, port.name()), port.offset(), port.size()))
        .toList();
  }

  private static String name(Map<String, String> names, String name) {
    return names.getOrDefault(name, name);
  }
}
