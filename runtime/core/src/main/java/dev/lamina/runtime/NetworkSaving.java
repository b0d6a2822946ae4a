package dev.lamina.runtime;

import dev.lamina.Network;
import dev.lamina.Options;
import dev.lamina.weights.Examples;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.WeightsSource;
import dev.lamina.weights.WeightsWriter;
import java.nio.file.Path;
import java.util.Optional;

/** Writes the weights of a network after it has shown that it can be built from them. */
final class NetworkSaving {

  private NetworkSaving() {}

  static void save(Class<?> type, WeightsSource weights, Optional<Examples> examples, Path file) {
    Arguments.notNull(type, "type", "Lamina.save");
    Arguments.notNull(weights, "weights", "Lamina.save");
    Arguments.notNull(file, "file", "Lamina.save");
    GeneratedNetwork<?> generated = GeneratedNetwork.of(type, null);
    BackendChoice choice = BackendSearch.here(type).run().choice();
    try (OpenWeights open = weights.open(generated.spec())) {
      Network network =
          (Network) NetworkLoader.create(generated, open.parameters(), choice, Options.defaults());
      examples.ifPresent(
          golden -> ExamplesCheck.run(file.toString(), golden, network, choice.name()));
      WeightsWriter.write(file, generated.spec(), open.parameters(), examples);
    }
  }
}
