package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemorySourceTest {

  @Test
  void parametersAreHandedOnAsTheyAre() {
    NetworkSpec network = Weights.network(3, 2);
    Parameters parameters = Parameters.random(network, 1);
    WeightsSource source = WeightsSource.parameters(parameters);

    assertEquals("parameters in memory", source.description());
    try (OpenWeights weights = source.open(network)) {
      assertSame(parameters, weights.parameters());
      assertEquals(List.of(), weights.warnings());
    }
  }
}
