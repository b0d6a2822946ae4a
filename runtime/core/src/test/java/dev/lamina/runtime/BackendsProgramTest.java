package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person sees who runs {@code java -cp … dev.lamina.runtime.Backends}, with programs that are put
 * together in different ways.
 */
class BackendsProgramTest {

  private static final String JAVA_IS_BEST = "backend java: highest priority of 1 usable; ";
  private static final String FAST_IS_BEST =
      "backend fast: highest priority of 2 usable; by others";

  @TempDir
  private Path directory;

  @Test
  void itPrintsTheExplanationAndNothingElse() throws Exception {
    ChildJvm.Outcome outcome = onClassPath(ChildJvm.lamina());
    assertTrue(outcome.output().get(0).startsWith(JAVA_IS_BEST), outcome::toString);
    assertEquals(
        List.of(
            "asked for: nothing, neither by system property lamina.backend nor by environment"
                + " variable LAMINA_BACKEND",
            "candidates:"),
        outcome.output().subList(1, 3));
    assertEquals(5, outcome.output().size(), outcome::toString);
    assertEquals(List.of(), outcome.errors());
    assertEquals(0, outcome.exitCode());
  }

  @Test
  void aNameThatIsNotThereIsAnExplanationAndAnExitCode() throws Exception {
    ChildJvm.Outcome outcome = onClassPath(ChildJvm.lamina(), "-Dlamina.backend=jaba");
    assertEquals(
        "there is no backend jaba, asked for by system property lamina.backend: did you mean java?",
        outcome.output().get(0));
    assertEquals(List.of(), outcome.errors());
    assertEquals(1, outcome.exitCode());
  }

  @Test
  void aJarMoreOnTheClassPathIsAllItTakes() throws Exception {
    List<Path> homes = ChildJvm.lamina();
    homes.add(jar(FastBackend.classes(directory.resolve("fast"))));
    assertFast(onClassPath(homes));
  }

  @Test
  void aModuleThatProvidesABackendIsAllItTakesOnTheModulePath() throws Exception {
    ChildJvm.Outcome outcome = onModulePath(FastBackend.module(directory.resolve("fast")));
    assertFast(outcome);
    assertTrue(
        outcome
            .output()
            .get(4)
            .startsWith("    com.example.fast.FastProvider in module com.example.fast from file:"),
        outcome::toString);
  }

  @Test
  void aJarWithoutAModuleDeclarationIsFoundOnTheModulePath() throws Exception {
    assertFast(onModulePath(jar(FastBackend.classes(directory.resolve("fast")))));
  }

  @Test
  void aBackendOnTheClassPathIsFoundByLaminaOnTheModulePath() throws Exception {
    Path fast = FastBackend.classes(directory.resolve("fast"));
    assertFast(run(
        "--class-path",
        fast.toString(),
        "--module-path",
        ChildJvm.path(ChildJvm.laminaAndGuice()),
        "--module",
        "dev.lamina.runtime/dev.lamina.runtime.Backends"));
  }

  @Test
  void aShadedJarWithMergedServiceFilesHasAllBackends() throws Exception {
    assertFast(onClassPath(List.of(shaded(ShadedJar.ServiceFiles.MERGED))));
  }

  @Test
  void aShadedJarThatLostAServiceFileSaysHowToKeepItWhenTheBackendIsAskedFor() throws Exception {
    Path jar = shaded(ShadedJar.ServiceFiles.FIRST_ONE_KEPT);
    assertTrue(onClassPath(List.of(jar)).output().get(0).startsWith(JAVA_IS_BEST));
    ChildJvm.Outcome outcome = onClassPath(List.of(jar), "-Dlamina.backend=fast");
    assertEquals(
        "there is no backend fast, asked for by system property lamina.backend",
        outcome.output().get(0));
    assertTellsOfLostFiles(outcome);
  }

  @Test
  void aShadedJarThatLostAllServiceFilesSaysHowToKeepThem() throws Exception {
    ChildJvm.Outcome outcome = onClassPath(List.of(shaded(ShadedJar.ServiceFiles.ALL_LOST)));
    assertEquals("no backend was found", outcome.output().get(0));
    assertTellsOfLostFiles(outcome);
  }

  private static void assertFast(ChildJvm.Outcome outcome) {
    assertEquals(List.of(), outcome.errors());
    assertEquals(FAST_IS_BEST, outcome.output().get(0));
    assertEquals("  fast (priority 50): usable: by others", outcome.output().get(3));
    assertEquals(0, outcome.exitCode());
  }

  private static void assertTellsOfLostFiles(ChildJvm.Outcome outcome) {
    String last = outcome.output().get(outcome.output().size() - 1);
    assertTrue(
        last.contains("a shaded jar must merge META-INF/services (Maven Shade:"
            + " ServicesResourceTransformer, Gradle Shadow: mergeServiceFiles())"),
        last);
    assertEquals(1, outcome.exitCode());
  }

  private Path shaded(ShadedJar.ServiceFiles serviceFiles) throws Exception {
    List<Path> homes = ChildJvm.lamina();
    homes.add(FastBackend.classes(directory.resolve("fast")));
    return ShadedJar.of(directory.resolve("program.jar"), homes, serviceFiles);
  }

  private Path jar(Path classes) throws Exception {
    return ShadedJar.of(
        directory.resolve("fast-backend.jar"), List.of(classes), ShadedJar.ServiceFiles.MERGED);
  }

  private ChildJvm.Outcome onClassPath(List<Path> classPath, String... options) throws Exception {
    return run(Stream.concat(
            Stream.of(options),
            Stream.of("-classpath", ChildJvm.path(classPath), "dev.lamina.runtime.Backends"))
        .toArray(String[]::new));
  }

  private ChildJvm.Outcome onModulePath(Path backend) throws Exception {
    List<Path> modulePath = ChildJvm.laminaAndGuice();
    modulePath.add(backend);
    return run(
        "--module-path",
        ChildJvm.path(modulePath),
        "--module",
        "dev.lamina.runtime/dev.lamina.runtime.Backends");
  }

  private ChildJvm.Outcome run(String... arguments) throws Exception {
    return ChildJvm.run(directory, Map.of(), List.of(arguments));
  }
}
