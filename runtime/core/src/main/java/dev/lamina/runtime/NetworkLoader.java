package dev.lamina.runtime;

import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.WeightsSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;

/** Brings a generated class, its weights and a backend together, and says so in one line. */
final class NetworkLoader {

  private static final String LOGGER = "dev.lamina.runtime";

  private NetworkLoader() {}

  static <T> T load(
      GeneratedNetwork<T> generated, WeightsSource source, BackendChoice choice, Options options) {
    T network;
    List<String> warnings;
    try (OpenWeights weights = source.open(generated.spec())) {
      network = generated.create(weights.parameters(), choice.backend(), options);
      weights
          .examples()
          .ifPresent(examples ->
              ExamplesCheck.run(source.description(), examples, (Network) network, choice.name()));
      // Complete only now: tensors are looked at while they are read.
      warnings = List.copyOf(weights.warnings());
    }
    Logger logger = System.getLogger(LOGGER);
    warnings.forEach(warning -> logger.log(Level.WARNING, warning));
    logger.log(Level.INFO, line(generated.spec(), choice));
    return network;
  }

  private static String line(NetworkSpec network, BackendChoice choice) {
    return String.format(
        Locale.ROOT,
        "%s (%d -> %d, %,d parameters) runs on backend %s: %s",
        network.name(),
        network.inputSize(),
        network.outputSize(),
        network.parameterCount(),
        choice.name(),
        choice.reason());
  }
}
