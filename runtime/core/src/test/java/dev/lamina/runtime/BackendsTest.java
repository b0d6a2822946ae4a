package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.LaminaException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program sees of the choice, with the providers that its thread can load. */
class BackendsTest {

  @TempDir
  private Path directory;

  private ClassLoader before;

  @BeforeEach
  void remember() {
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
    System.clearProperty("lamina.backend");
  }

  @Test
  void theJavaBackendComesWithTheRuntime() {
    assertEquals("java", Backends.named("java").name());
    assertEquals("java", Backends.best().name());
    List<String> lines = Backends.explain().lines().toList();
    assertTrue(lines.get(0).startsWith("backend java: highest priority of 1 usable"), lines.get(0));
    int java = indexOfLine(lines, "  java (priority 0): usable");
    assertTrue(lines.get(java + 1).contains("JavaBackendProvider from file:"), lines.toString());
  }

  @Test
  void theSimdBackendSaysHowToStartJava() {
    List<String> lines = Backends.explain().lines().toList();
    int simd = indexOfLine(lines, "  simd (priority 100): not usable");
    assertTrue(
        lines.subList(simd, simd + 3).toString().contains("--add-modules jdk.incubator.vector"),
        lines.toString());
  }

  private static int indexOfLine(List<String> lines, String beginning) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(beginning)) {
        return i;
      }
    }
    throw new AssertionError("no line begins with \"" + beginning + "\": " + lines);
  }

  @Test
  void backendsOfTheContextClassLoaderAreFound() {
    offer(Providers.Alpha.class, Providers.Gamma.class);
    assertEquals("gamma", Backends.best().name());
    assertEquals("alpha", Backends.named("alpha").name());
  }

  @Test
  void thePropertyDecidesUnlessCodeDoes() {
    offer(Providers.Alpha.class, Providers.Gamma.class);
    System.setProperty("lamina.backend", "java");
    assertEquals("java", Backends.best().name());
    assertEquals("alpha", Backends.named("alpha").name());
    assertTrue(
        Backends.explain().startsWith("backend java: asked for by system property lamina.backend"));
  }

  @Test
  void anUnknownNameIsAnError() {
    LaminaException error = assertThrows(LaminaException.class, () -> Backends.named("abacus"));
    assertTrue(
        error
            .getMessage()
            .startsWith("[LAM-BACKEND] there is no backend abacus, asked for in code"),
        error.getMessage());
  }

  @Test
  void nullIsNoName() {
    assertEquals(
        "[LAM-NULL] name of Backends.named is null",
        assertThrows(NullPointerException.class, () -> Backends.named(null)).getMessage());
  }

  @Test
  void theExplanationDoesNotThrowWhateverIsBroken() {
    offer(
        Providers.BrokenConstructor.class,
        Providers.BrokenName.class,
        Providers.BrokenPriority.class,
        Providers.BrokenCreate.class,
        Providers.Stranger.class);
    System.setProperty("lamina.backend", "brokenCreate");
    assertTrue(Backends.explain()
        .startsWith("backend brokenCreate, asked for by system property lamina.backend, cannot"));
  }

  private void offer(Class<?>... providers) {
    Thread.currentThread().setContextClassLoader(ProviderLoader.of(directory, providers));
  }
}
