package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

  @Test
  void everyOptionIsRead() {
    assertEquals(
        new Settings(
            List.of(Model.RECSYS, Model.TINY),
            List.of(1, 64),
            List.of(EngineKind.ONEDNN, EngineKind.LAMINA_JAVA),
            3,
            0.25,
            2,
            true,
            Optional.of(Path.of("results.json"))),
        Settings.parse(
            "--networks",
            "recsys,tiny",
            "--batches",
            "1,64",
            "--engines",
            "onednn,lamina-java",
            "--rounds",
            "3",
            "--seconds",
            "0.25",
            "--threads",
            "2",
            "--markdown",
            "--json",
            "results.json"));
  }

  @Test
  void withoutOptionsEveryNetworkHasItsOwnBatches() {
    Settings settings = Settings.parse();
    assertEquals(List.of(Model.values()), settings.models());
    assertEquals(List.of(1, 8, 64, 512, 4096), settings.batches(Model.MNIST));
    assertEquals(List.of(1, 8, 64, 512), settings.batches(Model.WIDE));
  }

  @Test
  void aSecondThreadIsThereForThoseWhoAskForIt() {
    assertFalse(Settings.parse().wanted().contains(EngineKind.LAMINA_SIMD_2));
    assertEquals(List.of(EngineKind.values()), Settings.parse("--threads", "2").wanted());
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
        "--networks huge",
        "--engines matlab",
        "--engines fma-peak",
        "--threads 3"
      })
  void whatMeansNothingIsAnError(String commandLine) {
    assertThrows(IllegalArgumentException.class, () -> Settings.parse(commandLine.split(" ", -1)));
  }
}
