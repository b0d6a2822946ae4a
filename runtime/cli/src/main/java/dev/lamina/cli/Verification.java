package dev.lamina.cli;

import dev.lamina.LaminaException;
import dev.lamina.Network;
import dev.lamina.runtime.Backends;
import dev.lamina.runtime.Lamina;
import dev.lamina.weights.Examples;
import dev.lamina.weights.Examples.Disagreement;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.WeightsFile;
import dev.lamina.weights.WeightsSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Computes the examples of a file on every backend that can be used.
 *
 * @param examples what is to be computed
 * @param results what came of it
 */
record Verification(Examples examples, List<Result> results) {

  /**
   * What one backend computed.
   *
   * @param backend its name
   * @param difference the largest difference, as {@link Examples#largestDifference} says
   * @param disagreement the worst value, if it is out of tolerance
   */
  record Result(String backend, double difference, Optional<Disagreement> disagreement) {}

  /**
   * Runs all examples.
   *
   * @param type the annotated type, with its generated network
   * @param file the file with weights and examples
   * @throws LaminaException if the file does not fit the type
   * @throws CommandException if the file has no examples
   */
  static Verification of(Class<?> type, Path file) {
    WeightsFile source = WeightsSource.file(file);
    // The examples are computed here, where a failure does not keep the next backend from trying.
    WeightsFile weights = source.withoutExamples();
    List<Result> results = new ArrayList<>();
    Examples examples = null;
    for (String backend : Backends.usable()) {
      Network network =
          (Network) Lamina.builder(type).weights(weights).backend(backend).build();
      if (examples == null) {
        examples = examples(source, network, file);
      }
      float[] computed = new float[examples.rows() * network.outputSize()];
      network.forward(examples.x(), examples.rows(), computed);
      results.add(
          new Result(backend, examples.largestDifference(computed), examples.compare(computed)));
    }
    if (examples == null) {
      throw new CommandException("no backend can be used: " + Backends.explain());
    }
    return new Verification(examples, results);
  }

  private static Examples examples(WeightsSource source, Network network, Path file) {
    try (OpenWeights weights = source.open(network.spec())) {
      Optional<Examples> examples = weights.examples();
      if (examples.isEmpty()) {
        throw new CommandException(String.format(
            "%s fits %s, and has no examples to verify%n  fix: save it with Lamina.save(type, weights,"
                + " examples, file)",
            file, network.spec().name()));
      }
      examples.get().checkFit(network.spec());
      return examples.get();
    }
  }

  boolean isGood() {
    return results.stream().allMatch(result -> result.disagreement().isEmpty());
  }

  /** A table with a line a backend. */
  @Override
  public String toString() {
    TextTable table = new TextTable("backend", "largest difference", "verdict");
    for (Result result : results) {
      table.row(
          result.backend(),
          String.format(Locale.ROOT, "%.1e", result.difference()),
          result.disagreement().map(Disagreement::toString).orElse("as expected"));
    }
    return String.format(
        Locale.ROOT,
        "%d examples of %s, tolerance %.1e%n%s",
        examples.rows(),
        examples.tool().orElse("an unknown tool"),
        examples.tolerance(),
        table);
  }
}
