package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers are found in spite of broken ones, and those are remembered with their reason. */
class BackendDiscoveryTest {

  @TempDir
  private Path directory;

  @Test
  void candidatesComeBestFirstAndEqualOnesByName() {
    assertEquals(
        List.of("gamma", "alpha", "beta", "last"),
        names(find(
            Providers.Last.class,
            Providers.Beta.class,
            Providers.Gamma.class,
            Providers.Alpha.class)));
  }

  @Test
  void aProviderSaysItsPriorityAndAvailabilityAndWhereItIsFrom() {
    BackendCandidate unusable = find(Providers.Unusable.class).get(0);
    assertEquals(OptionalInt.of(100), unusable.priority());
    assertEquals(
        List.of(
            "unusable (priority 100): not usable: the turbine is missing",
            "  fix: start Java with --turbine",
            "  dev.lamina.runtime.Providers$Unusable from "
                + Providers.class.getProtectionDomain().getCodeSource().getLocation()),
        unusable.lines());
  }

  @ParameterizedTest
  @CsvSource({
    "BrokenConstructor, unknown, IllegalStateException: constructor trouble",
    "BrokenName, unknown, IllegalStateException: name trouble",
    "NoName, unknown, name() returned null",
    "BrokenPriority, brokenPriority, AssertionError: priority trouble",
    "Unlinked, unlinked, NoClassDefFoundError: jdk/incubator/vector/FloatVector",
    "NoAvailability, noAvailability, availability() returned null",
    "NoReason, noReason, availability() has no reason",
  })
  void aBrokenProviderIsRecordedAndHidesNoOther(String provider, String name, String reason)
      throws Exception {
    List<BackendCandidate> found =
        find(Class.forName("dev.lamina.runtime.Providers$" + provider), Providers.Alpha.class);
    assertEquals(List.of("alpha", name), names(found));
    BackendCandidate broken = found.get(1);
    assertFalse(broken.usable());
    assertEquals(OptionalInt.empty(), broken.priority());
    assertTrue(broken.availability().reason().contains(reason), broken.availability()::reason);
    assertFalse(broken.availability().remedy().isBlank());
    assertTrue(broken.origin().contains(provider), broken.origin());
  }

  @Test
  void aServiceFileThatNamesAMissingClassHidesNoOther() {
    List<BackendCandidate> found = find(ProviderLoader.named(
        directory,
        List.of("com.example.Gone", Providers.Alpha.class.getName(), "com.example.Lost")));
    assertEquals(List.of("alpha", "unknown", "unknown"), names(found));
    String reasons =
        found.get(1).availability().reason() + found.get(2).availability().reason();
    assertTrue(reasons.contains("com.example.Gone not found"), reasons);
    assertTrue(reasons.contains("com.example.Lost not found"), reasons);
    assertTrue(found.get(1).availability().remedy().contains("META-INF/services/"));
  }

  @Test
  void aClassThatIsNoProviderHidesNoOther() {
    List<BackendCandidate> found = find(Providers.Stranger.class, Providers.Alpha.class);
    assertEquals(List.of("alpha", "unknown"), names(found));
    assertTrue(found.get(1).availability().reason().contains("Stranger not a subtype"));
  }

  @Test
  void aServiceFileThatIsNotOneHidesNoOther() {
    List<BackendCandidate> found = BackendDiscovery.candidates(List.of(
        ProviderLoader.named(directory.resolve("a"), List.of("not a class name")),
        ProviderLoader.of(directory.resolve("b"), Providers.Alpha.class)));
    assertEquals(List.of("alpha", "unknown"), names(found));
    assertTrue(found.get(1).availability().reason().contains("Illegal configuration-file syntax"));
  }

  /** The service loader lets a class that cannot be linked through as a bare LinkageError. */
  @Test
  void aProviderClassThatCannotBeLinkedHidesNoOther() throws Exception {
    SourceCompiler.compile(
        directory,
        Map.of(
            "com.example.Base",
            "package com.example; public abstract class Base {}",
            "com.example.Provider",
            "package com.example; public class Provider extends Base {}"));
    Files.delete(directory.resolve("com/example/Base.class"));
    List<BackendCandidate> found = find(ProviderLoader.named(
        directory, List.of("com.example.Provider", Providers.Alpha.class.getName())));
    assertEquals(List.of("alpha", "unknown"), names(found));
    String reason = found.get(1).availability().reason();
    assertTrue(reason.contains("NoClassDefFoundError: com/example/Base"), reason);
  }

  @Test
  void aProviderThatSeveralLoadersFindIsOneCandidate() {
    assertEquals(
        List.of("gamma", "alpha"),
        names(BackendDiscovery.candidates(List.of(
            ProviderLoader.of(directory.resolve("a"), Providers.Alpha.class),
            ProviderLoader.of(
                directory.resolve("b"), Providers.Alpha.class, Providers.Gamma.class)))));
  }

  @Test
  void aProblemThatSeveralLoadersMeetIsToldOnce() {
    assertEquals(
        List.of("unknown"),
        names(BackendDiscovery.candidates(List.of(
            ProviderLoader.named(directory, List.of("com.example.Gone")),
            ProviderLoader.named(directory, List.of("com.example.Gone"))))));
  }

  @Test
  void aLoaderThatCannotListItsServiceFilesDoesNotHoldUpTheSearch() {
    ClassLoader failing = new ClassLoader(getClass().getClassLoader()) {
      @Override
      public Enumeration<URL> getResources(String name) throws IOException {
        throw new IOException("disk on fire");
      }
    };
    List<BackendCandidate> found = Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> BackendDiscovery.candidates(
            List.of(failing, ProviderLoader.of(directory, Providers.Alpha.class))));
    assertEquals(List.of("alpha", "unknown"), names(found));
    assertTrue(found.get(1).availability().reason().contains("disk on fire"));
  }

  @Test
  void nothingToFindIsNoError() {
    assertEquals(List.of(), find());
    assertEquals(List.of(), BackendDiscovery.candidates(List.of()));
  }

  private List<BackendCandidate> find(Class<?>... providers) {
    return find(ProviderLoader.of(directory, providers));
  }

  private static List<BackendCandidate> find(ClassLoader loader) {
    return BackendDiscovery.candidates(List.of(loader));
  }

  private static List<String> names(List<BackendCandidate> candidates) {
    return candidates.stream().map(BackendCandidate::name).toList();
  }
}
