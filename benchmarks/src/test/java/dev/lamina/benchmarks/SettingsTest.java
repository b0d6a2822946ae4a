package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

  @Test
  void everyOptionIsRead() {
    assertEquals(
        new Settings(List.of(Model.RECSYS, Model.TINY), List.of(1, 64), 3, 0.25, true),
        Settings.parse(
            "--networks",
            "recsys,tiny",
            "--batches",
            "1,64",
            "--rounds",
            "3",
            "--seconds",
            "0.25",
            "--markdown"));
  }

  @Test
  void withoutOptionsEveryNetworkHasItsOwnBatches() {
    Settings settings = Settings.parse();
    assertEquals(List.of(Model.values()), settings.models());
    assertEquals(List.of(1, 8, 64, 512, 4096), settings.batches(Model.MNIST));
    assertEquals(List.of(1, 8, 64, 512), settings.batches(Model.WIDE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--fast",
        "--rounds",
        "--rounds 0",
        "--rounds many",
        "--seconds 0",
        "--batches 1,,2",
        "--batches -1",
        "--networks huge"
      })
  void whatMeansNothingIsAnError(String commandLine) {
    assertThrows(IllegalArgumentException.class, () -> Settings.parse(commandLine.split(" ", -1)));
  }
}
