package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.LaminaException;
import dev.lamina.runtime.models.Ranker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers that were compiled against another version of the contract than the one that runs. */
class BackendContractTest {

  private static final String MADE_FOR_EACH_OTHER =
      "take versions of Lamina, of this backend and of what it uses that were made for each other";

  /** A provider of the version that it is compiled against. */
  private static final String PROVIDER = """
      package com.example;
      import dev.lamina.spi.*;
      public class Fast implements BackendProvider {
        %s
        public String name() { return "fast"; }
        public int priority() { return 100; }
        public Availability availability() { return Availability.usable("turbine"); }
        public Backend create() { return null; }
      }
      """;

  private static final String SAYS_ITS_VERSION =
      "public int contractVersion() { return CONTRACT_VERSION; }";

  private static final String INTERFACE = """
      package dev.lamina.spi;
      public interface BackendProvider {
        %s
        int priority();
        Availability availability();
        Backend create();
      }
      """;

  @TempDir
  private Path directory;

  @Test
  void aProviderFromBeforeTheVersionsIsRefused() throws Exception {
    BackendCandidate fast = find(
        PROVIDER.formatted(""),
        Map.of("dev.lamina.spi.BackendProvider", INTERFACE.formatted("String name();")));
    assertEquals("fast", fast.name());
    assertRefused(
        "it was built for version 0 of the contract of backends, this Lamina has version 1",
        "take a newer version of this backend, or an older one of Lamina",
        fast);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'take a newer version of this backend, or an older one of Lamina'",
    "2, 'take a newer version of Lamina, or an older one of this backend'",
    "1000, 'take a newer version of Lamina, or an older one of this backend'",
  })
  void aProviderOfAnotherVersionIsRefused(int version, String remedy) throws Exception {
    BackendCandidate fast = find(
        PROVIDER.formatted(SAYS_ITS_VERSION),
        Map.of(
            "dev.lamina.spi.BackendProvider",
            INTERFACE.formatted("int CONTRACT_VERSION = " + version + ";"
                + " int contractVersion(); String name();")));
    assertEquals("fast", fast.name());
    assertRefused(
        "it was built for version "
            + version
            + " of the contract of backends, this Lamina has version 1",
        remedy,
        fast);
  }

  @Test
  void aProviderOfAnotherVersionNeedNotHaveWhatThisOneAsksFor() throws Exception {
    BackendCandidate fast = find(
        PROVIDER
            .formatted(SAYS_ITS_VERSION)
            .replace("String name()", "java.util.Optional<String> names()")
            .replace("\"fast\"", "java.util.Optional.of(\"fast\")"),
        Map.of(
            "dev.lamina.spi.BackendProvider",
            INTERFACE.formatted("int CONTRACT_VERSION = 2; int contractVersion();"
                + " java.util.Optional<String> names();")));
    assertEquals(BackendCandidate.UNKNOWN, fast.name());
    assertTrue(fast.availability().reason().startsWith("it was built for version 2"));
  }

  @Test
  void aForcedChoiceOfAnotherVersionSaysSoAndAutomaticSelectionGoesOn() throws Exception {
    ClassLoader loader = loader(
        PROVIDER.formatted(""),
        Map.of("dev.lamina.spi.BackendProvider", INTERFACE.formatted("String name();")));
    BackendSearch search = BackendSearch.of(null, null, loader);
    assertEquals("alpha", search.run().choice().name());
    BackendSelection forced = search.inCode("fast").run();
    String text = assertThrows(LaminaException.class, forced::choice).getMessage();
    assertTrue(
        text.startsWith(
            "[LAM-BACKEND] backend fast, asked for in code, cannot be used: it was built"
                + " for version 0 of the contract of backends, this Lamina has version 1"),
        text);
    assertTrue(text.contains("alpha (priority 10): usable"), text);
  }

  /** The number did not grow, but something changed all the same. */
  @Test
  void aMethodThatIsGoneIsAMatterOfVersions() throws Exception {
    BackendCandidate fast = find(
        PROVIDER
            .formatted(SAYS_ITS_VERSION)
            .replace("Availability.usable(\"turbine\")", "Availability.yes()"),
        Map.of("dev.lamina.spi.Availability", """
            package dev.lamina.spi;
            public class Availability {
              public static Availability yes() { return new Availability(); }
            }
            """));
    assertEquals("fast", fast.name());
    assertTrue(fast.availability().reason().startsWith("NoSuchMethodError: "), fast::toString);
    assertEquals(MADE_FOR_EACH_OTHER, fast.availability().remedy());
  }

  @Test
  void aClassThatBecameAnInterfaceIsAMatterOfVersions() throws Exception {
    BackendCandidate fast = find(
        PROVIDER.formatted(SAYS_ITS_VERSION).replace("implements", "extends"),
        Map.of("dev.lamina.spi.BackendProvider", """
            package dev.lamina.spi;
            public abstract class BackendProvider {
              public static final int CONTRACT_VERSION = 1;
            }
            """));
    assertEquals(BackendCandidate.UNKNOWN, fast.name());
    assertTrue(
        fast.availability().reason().startsWith("IncompatibleClassChangeError: "), fast::toString);
    assertEquals(MADE_FOR_EACH_OTHER, fast.availability().remedy());
  }

  @Test
  void whatIsFoundOutWhenTheBackendIsCreatedIsAMatterOfVersionsToo() throws Exception {
    ClassLoader loader = loader(
        PROVIDER.formatted(SAYS_ITS_VERSION).replace("return null", "return new Backend() {}"),
        Map.of(
            "dev.lamina.spi.Backend", "package dev.lamina.spi; public abstract class Backend {}"));
    BackendSelection selection =
        BackendSearch.of(null, null, loader).inCode("fast").run();
    String text = assertThrows(LaminaException.class, selection::choice).getMessage();
    assertTrue(text.contains("it could not be created: IncompatibleClassChangeError"), text);
    assertTrue(text.contains("fix: " + MADE_FOR_EACH_OTHER), text);
  }

  @Test
  void whatIsFoundOutWhenANetworkIsBuiltIsAMatterOfVersionsToo() throws Exception {
    ClassLoader loader = loader(
        PROVIDER.formatted(SAYS_ITS_VERSION).replace("return null", """
            return new Backend() {
              public String name() { return "fast"; }
              public DenseKernel prepare(Object layer) { return null; }
            }"""),
        Map.of("dev.lamina.spi.Backend", """
            package dev.lamina.spi;
            public interface Backend {
              String name();
              DenseKernel prepare(Object layer);
            }
            """));
    NetworkBuilder<Ranker> builder = new NetworkBuilder<>(
            Ranker.class, BackendSearch.of(null, null, loader))
        .weights(TrackedWeights.random(1))
        .backend("fast");
    List<String> lines =
        assertThrows(LaminaException.class, builder::build).getMessage().lines().toList();
    assertTrue(
        lines
            .get(0)
            .startsWith("[LAM-BACKEND] backend fast does not fit the version of Lamina that"
                + " runs: AbstractMethodError: "),
        lines.get(0));
    assertEquals("  fix: " + MADE_FOR_EACH_OTHER, lines.get(1));
    assertTrue(lines.get(2).startsWith("  com.example.Fast$1 from file:"), lines.get(2));
  }

  @Test
  void aProviderForANewerJavaSaysSo() throws Exception {
    ClassLoader loader = loader(PROVIDER.formatted(SAYS_ITS_VERSION), Map.of());
    Path file = directory.resolve("com/example/Fast.class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = 120; // the lower byte of the class file's major version
    Files.write(file, bytes);
    BackendCandidate fast = BackendDiscovery.candidates(List.of(loader)).get(1);
    assertTrue(
        fast.availability().reason().startsWith("UnsupportedClassVersionError: com/example/Fast"),
        fast::toString);
    assertEquals(
        "run a newer Java, or take a version of this backend for the one that runs",
        fast.availability().remedy());
  }

  private static void assertRefused(String reason, String remedy, BackendCandidate candidate) {
    assertEquals(reason, candidate.availability().reason());
    assertEquals(remedy, candidate.availability().remedy());
    assertTrue(candidate.origin().startsWith("com.example.Fast from file:"), candidate::toString);
  }

  private BackendCandidate find(String provider, Map<String, String> contract) throws IOException {
    List<BackendCandidate> found = BackendDiscovery.candidates(List.of(loader(provider, contract)));
    assertEquals(2, found.size());
    assertEquals("alpha", found.get(0).name());
    return found.get(1);
  }

  /**
   * Finds the provider, and a sound one.
   *
   * @param provider its source
   * @param contract the sources of what it is compiled against instead of the classes of today
   */
  private ClassLoader loader(String provider, Map<String, String> contract) throws IOException {
    Map<String, String> sources = new LinkedHashMap<>(contract);
    sources.put("com.example.Fast", provider);
    SourceCompiler.compile(directory, sources);
    for (String type : contract.keySet()) {
      Files.delete(directory.resolve(type.replace('.', '/') + ".class"));
    }
    return ProviderLoader.named(
        directory, List.of("com.example.Fast", Providers.Alpha.class.getName()));
  }
}
