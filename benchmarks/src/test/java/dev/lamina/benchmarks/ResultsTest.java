package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultsTest {

  @Test
  void whatIsWrittenIsRead() {
    String json = new Results(
            Map.of("java", "17 \"quoted\""),
            Map.of("onednn", "no such library"),
            Map.of(16384L, new double[] {200, 201.5}),
            List.of(TimingTest.timing(8), TimingTest.timing(1)))
        .toJson();
    Results read = Results.ofJson(json);
    assertEquals(json, read.toJson());
    assertEquals(4400, read.timings().get(0).time(EngineKind.ONEDNN));
    assertEquals(8, read.timings().get(0).batch());
    assertEquals("17 \"quoted\"", read.facts().get("java"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[1, null]", "{\"facts\": 1}"})
  void otherTextsAreErrors(String text) {
    assertThrows(IllegalArgumentException.class, () -> Results.ofJson(text));
  }
}
