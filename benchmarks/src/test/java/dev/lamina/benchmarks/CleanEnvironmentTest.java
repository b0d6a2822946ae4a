package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CleanEnvironmentTest {

  @Test
  void whatHoldsALibraryBackIsRemoved() {
    Map<String, String> environment =
        new HashMap<>(Map.of("OPENBLAS_CORETYPE", "Prescott", "HOME", "/home/user"));
    assertFalse(CleanEnvironment.is(environment));
    CleanEnvironment.make(environment);
    assertTrue(CleanEnvironment.is(environment));
    assertEquals(Map.of("HOME", "/home/user", "OMP_NUM_THREADS", "1"), environment);
  }
}
