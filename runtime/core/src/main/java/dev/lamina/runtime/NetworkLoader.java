package dev.lamina.runtime;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.execution.Preparation;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.WeightsSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Brings a generated class, its weights and a backend together, and says so in one line. */
final class NetworkLoader {

  private static final String LOGGER = "dev.lamina.runtime";

  private NetworkLoader() {}

  static <T> T load(
      GeneratedNetwork<T> generated, WeightsSource source, BackendChoice choice, Options options) {
    T network;
    List<String> warnings;
    try (OpenWeights weights = source.open(generated.spec())) {
      network = create(generated, weights.parameters(), choice, options);
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

  /** A backend that was compiled against other classes may first show it here. */
  static <T> T create(
      GeneratedNetwork<T> generated, Parameters parameters, BackendChoice choice, Options options) {
    try {
      return generated.create(parameters, choice.backend(), options);
    } catch (IncompatibleClassChangeError e) {
      boolean backendWasAsked = Stream.of(e.getStackTrace())
          .anyMatch(frame -> frame.getClassName().equals(Preparation.class.getName()));
      if (!backendWasAsked) {
        throw e;
      }
      throw new LaminaException(
          ErrorCode.BACKEND,
          String.format(
              "backend %s does not fit the version of Lamina that runs: %s%n  fix: %s%n  %s",
              choice.name(),
              Failures.describe(e),
              Failures.remedy(e),
              Origin.of(choice.backend().getClass())),
          e);
    }
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
