package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Network;
import dev.lamina.Parameters;
import dev.lamina.runtime.models.Classifier;
import dev.lamina.runtime.models.ClassifierNetwork;
import dev.lamina.weights.WeightsSource;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program on the class path, in a Java virtual machine of its own. */
class ClassPathProgramTest {

  private static final String CHOSEN =
      "INFO dev.lamina.runtime Classifier (6 -> 3, 53 parameters) runs on backend java: ";

  @TempDir
  private Path directory;

  private Path weights;
  private String prediction;

  @BeforeEach
  void prepare() throws Exception {
    Parameters parameters = Parameters.random(ClassifierNetwork.SPEC, 1);
    weights = WeightFiles.write(
        directory.resolve("classifier.safetensors"), ClassifierNetwork.SPEC, parameters);
    try (CapturedLog log = new CapturedLog()) {
      Network network =
          (Network) Lamina.load(Classifier.class, WeightsSource.parameters(parameters));
      prediction = Arrays.toString(network.forward(new float[] {1, 2, 3, 4, 5, 6}));
      assertEquals(1, log.lines().size());
    }
  }

  @Test
  void networksAreLoadedWithoutGuiceAndTheLogHasOneLineAndNothingElse() throws Exception {
    ChildJvm.Outcome outcome = run(Map.of(), List.of());
    assertEquals(List.of("without Guice", "without Guava", prediction), outcome.output());
    assertEquals(1, outcome.errors().size(), () -> outcome.errors().toString());
    assertTrue(
        outcome.errors().get(0).startsWith(CHOSEN + "highest priority of 1 usable"),
        () -> outcome.errors().toString());
    assertEquals(0, outcome.exitCode());
  }

  @Test
  void theEnvironmentAsksForABackend() throws Exception {
    ChildJvm.Outcome outcome = run(Map.of("LAMINA_BACKEND", "java"), List.of());
    assertTrue(
        outcome
            .errors()
            .get(0)
            .startsWith(CHOSEN + "asked for by environment variable LAMINA_BACKEND"),
        () -> outcome.errors().toString());
    assertEquals(0, outcome.exitCode());
  }

  @Test
  void thePropertyAsksForABackendBeforeTheEnvironment() throws Exception {
    ChildJvm.Outcome outcome =
        run(Map.of("LAMINA_BACKEND", "java"), List.of("-Dlamina.backend=abacus"));
    assertTrue(
        outcome
            .errors()
            .get(0)
            .endsWith(
                "dev.lamina.LaminaException: [LAM-BACKEND] there is no backend abacus, asked for by"
                    + " system property lamina.backend"),
        () -> outcome.errors().toString());
    assertEquals(1, outcome.exitCode());
  }

  private ChildJvm.Outcome run(Map<String, String> environment, List<String> options)
      throws Exception {
    List<Path> classPath = ChildJvm.lamina();
    classPath.add(ChildJvm.home(PrintingProgram.class.getName()));
    return ChildJvm.run(
        directory,
        environment,
        Stream.of(
                options,
                List.of(
                    "-classpath",
                    ChildJvm.path(classPath),
                    PrintingProgram.class.getName(),
                    weights.toString()))
            .flatMap(List::stream)
            .toList());
  }
}
