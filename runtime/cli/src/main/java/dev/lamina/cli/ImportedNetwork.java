package dev.lamina.cli;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Tensor;
import dev.lamina.weights.Examples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** The same with layers called {@code layer1}, {@code layer2}, …, as @Dense calls them by itself. */
  ImportedNetwork withDefaultNames() {
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
    return new ImportedNetwork(
        NetworkSpec.chain(network.name(), layers.toArray(LayerSpec[]::new)),
        Parameters.of(tensors),
        examples,
        origin);
  }
}
