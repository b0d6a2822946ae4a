package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice among the candidates, with its reason; and the error if there is nothing to choose. */
class BackendSelectionTest {

  /** The ways to ask for a backend by name. */
  enum Way {
    CODE("in code"),
    PROPERTY("by system property lamina.backend"),
    VARIABLE("by environment variable LAMINA_BACKEND");

    private final String origin;

    Way(String origin) {
      this.origin = origin;
    }

    BackendSearch asking(String name, ClassLoader loader) {
      return switch (this) {
        case CODE -> BackendSearch.of(null, null, loader).inCode(name);
        case PROPERTY -> BackendSearch.of(name, null, loader);
        case VARIABLE -> BackendSearch.of(null, name, loader);
      };
    }
  }

  @TempDir
  private Path directory;

  @Test
  void theHighestPriorityIsChosen() {
    BackendChoice choice = choose(Providers.Alpha.class, Providers.Gamma.class);
    assertEquals("gamma", choice.name());
    assertEquals(new TestBackend("gamma"), choice.backend());
    assertEquals("highest priority of 2 usable; made for tests", choice.reason());
  }

  @Test
  void whatCannotBeUsedIsPassedOver() {
    BackendChoice choice =
        choose(Providers.Unusable.class, Providers.BrokenConstructor.class, Providers.Alpha.class);
    assertEquals("alpha", choice.name());
    assertEquals(
        "highest priority of 1 usable (not usable: unusable, unknown); made for tests",
        choice.reason());
  }

  @Test
  void equalPrioritiesAreDecidedByNameWhateverTheOrderAndTheReasonSaysSo() {
    String reason = "highest priority of 3 usable, first by name before beta; made for tests";
    for (BackendChoice choice : List.of(
        choose(Providers.Alpha.class, Providers.Beta.class, Providers.Last.class),
        choose(Providers.Last.class, Providers.Beta.class, Providers.Alpha.class))) {
      assertEquals("alpha", choice.name());
      assertEquals(reason, choice.reason());
    }
  }

  @Test
  void aBackendThatCannotBeCreatedIsPassedOverAndExplained() {
    BackendSelection selection = search(
            Providers.BrokenCreate.class, Providers.NullCreate.class, Providers.Alpha.class)
        .run();
    assertEquals(
        new BackendChoice(
            "alpha",
            new TestBackend("alpha"),
            "highest priority of 1 usable (not usable: brokenCreate, nullCreate); made for tests"),
        selection.choice());
    String text = selection.explain();
    assertTrue(
        text.contains("brokenCreate (priority 100): not usable: it could not be created:"
            + " UnsatisfiedLinkError: libturbine.so"),
        text);
    assertTrue(text.contains("NullPointerException: create() returned null"), text);
  }

  @Test
  void aReasonNeedsNoDetail() {
    assertEquals("highest priority of 1 usable", choose(Providers.Last.class).reason());
  }

  @ParameterizedTest
  @EnumSource
  void aBackendThatIsAskedForIsChosenWhateverItsPriority(Way way) {
    BackendChoice choice = way.asking("alpha", loader(Providers.Gamma.class, Providers.Alpha.class))
        .run()
        .choice();
    assertEquals("alpha", choice.name());
    assertEquals("asked for " + way.origin + "; made for tests", choice.reason());
  }

  @Test
  void whatCodeAsksForCountsBeforeThePropertyAndThatBeforeTheEnvironment() {
    ClassLoader loader = loader(Providers.Alpha.class, Providers.Beta.class, Providers.Gamma.class);
    BackendSearch both = BackendSearch.of("beta", "alpha", loader);
    assertEquals("beta", both.run().choice().name());
    assertEquals("gamma", both.inCode("gamma").run().choice().name());
  }

  @ParameterizedTest
  @EnumSource
  void aBackendThatIsAskedForAndUnusableIsAnErrorThatListsAll(Way way) {
    List<String> lines = problem(
            way.asking("unusable", loader(Providers.Alpha.class, Providers.Unusable.class)))
        .lines()
        .toList();
    assertEquals(
        "[LAM-BACKEND] backend unusable, asked for "
            + way.origin
            + ", cannot be used: the turbine is missing",
        lines.get(0));
    assertEquals("  fix: start Java with --turbine", lines.get(1));
    assertEquals("  candidates:", lines.get(2));
    assertEquals("    unusable (priority 100): not usable: the turbine is missing", lines.get(3));
    assertEquals("      fix: start Java with --turbine", lines.get(4));
    assertTrue(lines.get(5).startsWith("      dev.lamina.runtime.Providers$Unusable from file:"));
    assertEquals("    alpha (priority 10): usable: made for tests", lines.get(6));
  }

  @ParameterizedTest
  @EnumSource
  void aBackendThatIsAskedForAndUnknownIsAnErrorThatListsAll(Way way) {
    String text =
        problem(way.asking("simd", loader(Providers.Alpha.class, Providers.BrokenName.class)));
    assertTrue(
        text.startsWith("[LAM-BACKEND] there is no backend simd, asked for " + way.origin), text);
    assertTrue(text.contains("alpha (priority 10): usable: made for tests"), text);
    assertTrue(text.contains("unknown: not usable: IllegalStateException: name trouble"), text);
    assertTrue(text.contains("ServicesResourceTransformer"), text);
  }

  @ParameterizedTest
  @CsvSource({
    "ALPHA, alpha",
    "' alpha', alpha",
    "alhpa, alpha",
    "alph, alpha",
    "alphas, alpha",
    "beat, beta",
    "gama, gamma",
    "Unusible, unusable",
  })
  void aNameThatIsNearlyRightIsToldTheRightOne(String written, String meant) {
    String first = firstLine(written);
    assertEquals(
        "[LAM-BACKEND] there is no backend "
            + written
            + ", asked for in code: did you mean "
            + meant
            + "?",
        first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abacus", "al", "bt", "gammaray", "", "unknwon"})
  void aNameThatIsFarFromAllIsNotGuessedAt(String written) {
    assertEquals(
        "[LAM-BACKEND] there is no backend " + written + ", asked for in code", firstLine(written));
  }

  private String firstLine(String written) {
    BackendSearch search = search(
            Providers.Alpha.class,
            Providers.Beta.class,
            Providers.Gamma.class,
            Providers.Unusable.class,
            Providers.BrokenConstructor.class)
        .inCode(written);
    return problem(search).lines().findFirst().orElseThrow();
  }

  /** Two versions of a backend, say, in two class loaders. */
  @Test
  void ofTwoBackendsOfOneNameTheChoiceIsTheSameInEveryRunAndTheReasonSaysSo() throws Exception {
    Map<String, String> sources = new LinkedHashMap<>();
    for (String type : List.of("First", "Second")) {
      sources.put(
          "com.example." + type, "package com.example; public class " + type + " extends Twin {}");
    }
    sources.put("com.example.Twin", """
        package com.example;
        import dev.lamina.*;
        import dev.lamina.spi.*;
        public abstract class Twin implements BackendProvider, Backend {
          public int contractVersion() { return CONTRACT_VERSION; }
          public String name() { return "twin"; }
          public int priority() { return 1; }
          public Availability availability() { return Availability.usable("two of them"); }
          public Backend create() { return this; }
          public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) { return null; }
        }
        """);
    SourceCompiler.compile(directory, sources);
    for (List<String> order : List.of(
        List.of("com.example.First", "com.example.Second"),
        List.of("com.example.Second", "com.example.First"))) {
      BackendSearch search = BackendSearch.of(null, null, ProviderLoader.named(directory, order));
      BackendChoice choice = search.run().choice();
      assertEquals("com.example.First", choice.backend().getClass().getName());
      assertEquals(
          "highest priority of 2 usable, first of 2 of that name; two of them", choice.reason());
      BackendChoice forced = search.inCode("twin").run().choice();
      assertEquals("com.example.First", forced.backend().getClass().getName());
      assertEquals("asked for in code, first of 2 of that name; two of them", forced.reason());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBackendThatIsAskedForAndCannotBeCreatedIsAnErrorWithItsCause(Way way) {
    BackendSelection selection = way.asking(
            "brokenCreate", loader(Providers.BrokenCreate.class, Providers.Alpha.class))
        .run();
    LaminaException error = assertThrows(LaminaException.class, selection::choice);
    assertEquals(ErrorCode.BACKEND, error.code());
    assertTrue(
        error
            .getMessage()
            .startsWith("[LAM-BACKEND] backend brokenCreate, asked for "
                + way.origin
                + ", cannot be used: it could not be created: UnsatisfiedLinkError"),
        error.getMessage());
    assertInstanceOf(UnsatisfiedLinkError.class, error.getCause());
  }

  @Test
  void noUsableBackendIsAnErrorThatListsAllAndTellsOfLostServiceFiles() {
    String text = problem(search(Providers.Unusable.class, Providers.BrokenConstructor.class));
    assertTrue(text.startsWith("[LAM-BACKEND] no backend can be used"), text);
    assertTrue(text.contains("unusable (priority 100): not usable: the turbine is missing"), text);
    assertTrue(text.contains("constructor trouble"), text);
    assertTrue(text.contains("a shaded jar must merge META-INF/services"), text);
  }

  @Test
  void noBackendAtAllIsAnErrorThatTellsOfLostServiceFiles() {
    String text = problem(search());
    assertTrue(text.startsWith("[LAM-BACKEND] no backend was found"), text);
    assertTrue(text.contains("candidates: none"), text);
    assertTrue(text.contains("a shaded jar must merge META-INF/services"), text);
  }

  @Test
  void theExplanationSaysWhatWasAskedForAndWhatBecameOfEachCandidate() {
    String source =
        Providers.class.getProtectionDomain().getCodeSource().getLocation().toString();
    assertEquals(
        Stream.of(
                "backend alpha: asked for by system property lamina.backend; made for tests",
                "asked for: alpha by system property lamina.backend, before beta by environment"
                    + " variable LAMINA_BACKEND",
                "candidates:",
                "  unusable (priority 100): not usable: the turbine is missing",
                "    fix: start Java with --turbine",
                "    dev.lamina.runtime.Providers$Unusable from " + source,
                "  alpha (priority 10): usable: made for tests",
                "    dev.lamina.runtime.Providers$Alpha from " + source)
            .toList(),
        BackendSearch.of("alpha", "beta", loader(Providers.Alpha.class, Providers.Unusable.class))
            .run()
            .explain()
            .lines()
            .toList());
  }

  @Test
  void theExplanationSaysThatNothingWasAskedFor() {
    assertEquals(
        "asked for: nothing, neither by system property lamina.backend nor by environment variable"
            + " LAMINA_BACKEND",
        search(Providers.Alpha.class).run().explain().lines().toList().get(1));
  }

  @Test
  void theExplanationOfAFailureIsATextAndNoException() {
    for (BackendSearch search : List.of(
        search(),
        search(Providers.BrokenConstructor.class, Providers.BrokenCreate.class),
        BackendSearch.of("simd", null, loader(Providers.Alpha.class)),
        BackendSearch.of("unusable", null, loader(Providers.Unusable.class)))) {
      String problem = problem(search);
      String text = search.run().explain();
      assertEquals(
          problem.lines().findFirst().orElseThrow(),
          "[LAM-BACKEND] " + text.lines().findFirst().orElseThrow());
      assertTrue(text.contains("ServicesResourceTransformer"), text);
    }
  }

  private BackendSearch search(Class<?>... providers) {
    return BackendSearch.of(null, null, loader(providers));
  }

  private BackendChoice choose(Class<?>... providers) {
    return search(providers).run().choice();
  }

  private ClassLoader loader(Class<?>... providers) {
    return ProviderLoader.of(directory, providers);
  }

  private static String problem(BackendSearch search) {
    BackendSelection selection = search.run();
    LaminaException error = assertThrows(LaminaException.class, selection::choice);
    assertEquals(ErrorCode.BACKEND, error.code());
    return error.getMessage();
  }
}
