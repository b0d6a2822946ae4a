package dev.lamina.weights;

import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.List;

/** Parameters that are already in memory. */
record MemorySource(Parameters parameters) implements WeightsSource {

  @Override
  public String description() {
    return "parameters in memory";
  }

  @Override
  public OpenWeights open(NetworkSpec network) {
    return new MemoryWeights(parameters);
  }

  private record MemoryWeights(Parameters parameters) implements OpenWeights {

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
