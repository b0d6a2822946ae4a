package dev.lamina.cli;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import dev.lamina.Tensor;
import dev.lamina.weights.Examples;
import java.util.ArrayList;
import java.util.HashSet;
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
    return network.isChain() ? withDefaultNames() : renamed(declarable());
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
    List<LayerSpec> layers = new ArrayList<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (LayerSpec layer : network.layers()) {
      String name = name(names, layer.name());
      layers.add(new LayerSpec(
          name,
          layer.inputs().stream().map(input -> name(names, input)).toList(),
          layer.in(),
          layer.out(),
          layer.activation(),
          layer.bias(),
          layer
              .residual()
              .map(added -> new ResidualSpec(name(names, added.from()), added.afterActivation())),
          layer.normalization(),
          layer.inputNormalization()));
      for (String role : layer.tensorShapes().keySet()) {
        tensors.put(name + "." + role, parameters.tensor(layer.name() + "." + role));
      }
    }
    return new ImportedNetwork(
        new NetworkSpec(
            network.name(),
            ports(network.inputs(), names),
            layers,
            ports(network.outputs(), names)),
        Parameters.of(tensors),
        examples,
        origin);
  }

  private static List<PortSpec> ports(List<PortSpec> ports, Map<String, String> names) {
    return ports.stream()
        .map(port -> PortSpec.of(name(names, port.name()), port.offset(), port.size()))
        .toList();
  }

  private static String name(Map<String, String> names, String name) {
    return names.getOrDefault(name, name);
  }

  private ImportedNetwork withDefaultNames() {
    List<LayerSpec> layers = new ArrayList<>();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String input = NetworkSpec.INPUT;
    for (LayerSpec layer : network.layers()) {
      String name = "layer" + (layers.size() + 1);
      layers.add(new LayerSpec(
          name,
          List.of(input),
          layer.in(),
          layer.out(),
          layer.activation(),
          layer.bias(),
          Optional.empty(),
          layer.normalization(),
          layer.inputNormalization()));
      for (String role : layer.tensorShapes().keySet()) {
        tensors.put(name + "." + role, parameters.tensor(layer.name() + "." + role));
      }
      input = name;
    }
    Stream.of(
            network.inputScaling().map(spec -> spec.tensorNames(NetworkSpec.INPUT_SCALING)),
            network.outputScaling().map(spec -> spec.tensorNames(NetworkSpec.OUTPUT_SCALING)))
        .flatMap(names -> names.stream().flatMap(List::stream))
        .forEach(name -> tensors.put(name, parameters.tensor(name)));
    NetworkSpec chain = NetworkSpec.chain(network.name(), layers.toArray(LayerSpec[]::new));
    return new ImportedNetwork(
        new NetworkSpec(
            chain.name(),
            chain.inputs(),
            chain.layers(),
            chain.outputs(),
            network.inputScaling(),
            network.outputScaling()),
        Parameters.of(tensors),
        examples,
        origin);
  }
}
