package dev.lamina.runtime;

import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.WeightsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Weights that remember what was done with them. */
final class TrackedWeights implements WeightsSource {

  private final Function<NetworkSpec, Parameters> values;
  private final List<String> events = new ArrayList<>();
  private List<String> warnings = List.of();
  private Parameters opened;

  private TrackedWeights(Function<NetworkSpec, Parameters> values) {
    this.values = values;
  }

  /** Weights that fit whatever network asks for them. */
  static TrackedWeights random(long seed) {
    return new TrackedWeights(network -> Parameters.random(network, seed));
  }

  /** The same weights for every network. */
  static TrackedWeights of(Parameters parameters) {
    return new TrackedWeights(network -> parameters);
  }

  /** Warnings that are there after the parameters were asked for, not before. */
  TrackedWeights warning(String... texts) {
    warnings = List.of(texts);
    return this;
  }

  List<String> events() {
    return List.copyOf(events);
  }

  /** What was opened last. */
  Parameters parameters() {
    return opened;
  }

  @Override
  public String description() {
    return "weights of a test";
  }

  @Override
  public OpenWeights open(NetworkSpec network) {
    events.add("opened");
    opened = values.apply(network);
    return new OpenWeights() {
      @Override
      public Parameters parameters() {
        events.add("read");
        return opened;
      }

      @Override
      public List<String> warnings() {
        return events.get(events.size() - 1).equals("read") ? warnings : List.of();
      }

      @Override
      public void close() {
        events.add("closed");
      }
    };
  }
}
