package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.name.Names;
import dev.lamina.Dense;
import dev.lamina.LaminaException;
import dev.lamina.Options;
import dev.lamina.runtime.models.Classifier;
import dev.lamina.runtime.models.Models;
import dev.lamina.runtime.models.Ranker;
import dev.lamina.spi.Backend;
import dev.lamina.weights.WeightsSource;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What Guice says about networks that it cannot bind or load. */
class LaminaModuleErrorsTest {

  @TempDir
  private Path directory;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void release() {
    Thread.currentThread().setContextClassLoader(before);
  }

  /** A module of a user's, whose lines errors point to. */
  private final class Networks extends AbstractModule {
    @Override
    protected void configure() {
      install(LaminaModule.of(
          Ranker.class, WeightsSource.file(directory.resolve("ranker.safetensors"))));
      install(LaminaModule.of(
          Classifier.class, WeightsSource.file(directory.resolve("classifier.safetensors"))));
    }
  }

  /** A class of a user's that needs a network. */
  record Service(Ranker ranker) {
    @Inject
    Service {}
  }

  /** Needs something that is no network. */
  record NeedsRunnable(Runnable runnable) {
    @Inject
    NeedsRunnable {}
  }

  /** Was compiled without a processor as far as Lamina can tell: none looks into methods. */
  private static Class<?> notGenerated() {
    @Dense(in = 3, out = 2)
    interface Local {}
    return Local.class;
  }

  @Test
  void aNetworkThatCannotBeLoadedIsAProvisionExceptionThatPointsToTheProgramsLine() {
    Injector injector = Guice.createInjector(new Networks());
    ProvisionException error =
        assertThrows(ProvisionException.class, () -> injector.getInstance(Service.class));
    assertContains(error, "1) [LAM-FILE] " + directory.resolve("ranker.safetensors"));
    assertContains(
        error, "at LaminaModuleErrorsTest$Networks.configure(LaminaModuleErrorsTest.java:");
    assertContains(error, "LaminaModuleErrorsTest$Service.<init>");
    assertContains(error, "1 error");
    assertNoStackTrace(error);
  }

  @Test
  void inProductionAllNetworksThatCannotBeLoadedAreOneCreationExceptionWithoutStackTraces() {
    CreationException error = assertThrows(
        CreationException.class, () -> Guice.createInjector(Stage.PRODUCTION, new Networks()));
    assertContains(error, "1) [LAM-FILE] " + directory.resolve("ranker.safetensors"));
    assertContains(error, "2) [LAM-FILE] " + directory.resolve("classifier.safetensors"));
    assertContains(error, "2 errors");
    assertNoStackTrace(error);
  }

  private static void assertNoStackTrace(Exception error) {
    assertNull(error.getCause());
    assertTrue(!error.getMessage().contains("Caused by"), error.getMessage());
  }

  @Test
  void aKeyWithoutWeightsIsGuicesOwnErrorAndPointsToTheProgramsLine() {
    String message = creationError(new AbstractModule() {
      @Override
      protected void configure() {
        install(LaminaModule.of(Ranker.class, Key.get(WeightsSource.class, Names.named("ranker"))));
      }
    });
    assertTrue(
        message.contains("No implementation for WeightsSource annotated with @Named(\"ranker\") was"
            + " bound."),
        message);
    assertTrue(message.contains("LaminaModuleErrorsTest$1.configure("), message);
    assertTrue(message.contains("1 error"), message);
  }

  @Test
  void aKeyWithoutBackendOrOptionsIsGuicesOwnError() {
    String message = creationError(LaminaModule.of(Ranker.class, TrackedWeights.random(1))
        .backend(Key.get(Backend.class, Names.named("fast")))
        .options(Key.get(Options.class)));
    assertTrue(message.contains("No implementation for Backend annotated with"), message);
    assertTrue(message.contains("Options"), message);
    assertTrue(message.contains("2 errors"), message);
  }

  @Test
  void aTypeWithoutDenseIsOneErrorOfTheConfiguration() {
    String message = creationError(
        LaminaModule.of(Runnable.class, TrackedWeights.random(1)),
        binder -> binder.bind(NeedsRunnable.class));
    // Guice leaves out the packages of class names.
    assertTrue(message.contains("1) [LAM-NOT-ANNOTATED] Runnable has no @Dense"), message);
    assertTrue(message.contains("at LaminaModuleErrorsTest.aTypeWithoutDense"), message);
    assertTrue(message.contains("1 error"), message);
  }

  @Test
  void aNetworkWithoutWeightsIsOneErrorOfTheConfiguration() {
    String message =
        creationError(LaminaModule.of(Ranker.class), binder -> binder.bind(Service.class));
    assertTrue(message.contains("1) [LAM-WEIGHTS] no weights were given for Ranker"), message);
    assertTrue(
        message.contains("  fix: say where they are, LaminaModule.of(Ranker.class,"
            + " WeightsSource.file(path)), or name them on the type,"
            + " @Weights(\"model.safetensors\")"),
        message);
    assertTrue(message.contains("at LaminaModuleErrorsTest.aNetworkWithoutWeights"), message);
    assertTrue(message.contains("1 error"), message);
  }

  @Test
  void aTypeWithoutGeneratedClassIsAnErrorOfTheConfiguration() {
    String message = creationError(LaminaModule.of(notGenerated(), TrackedWeights.random(1)));
    assertTrue(message.contains("1) [LAM-NOT-GENERATED] "), message);
    assertTrue(message.contains("declared inside a method"), message);
  }

  @Test
  void allMistakesOfAConfigurationAreToldAtOnce() {
    String message = creationError(
        LaminaModule.of(Runnable.class, TrackedWeights.random(1)),
        LaminaModule.of(notGenerated(), TrackedWeights.random(1)),
        LaminaModule.of(Ranker.class, Key.get(WeightsSource.class)));
    assertTrue(message.contains("3 errors"), message);
  }

  @Test
  void aNetworkThatIsBoundTwiceIsGuicesOwnErrorWithBothLines() {
    String message = creationError(
        LaminaModule.of(Ranker.class, TrackedWeights.random(1)),
        LaminaModule.of(Ranker.class, TrackedWeights.random(2)));
    assertTrue(message.contains("Ranker was bound multiple times."), message);
    String line = "LaminaModuleErrorsTest.aNetworkThatIsBoundTwice";
    assertEquals(3, message.split(line, -1).length, message);
  }

  @Test
  void theSameModuleInstalledTwiceIsInstalledOnce() {
    LaminaModule module = LaminaModule.of(Ranker.class, TrackedWeights.random(1));
    Guice.createInjector(
        binder -> binder.install(module),
        binder -> binder.install(module),
        binder -> binder.bind(Service.class));
  }

  @Test
  void aNetworkUnderAnAnnotationIsSuggestedWhereItIsAskedForWithout() {
    String message = creationError(
        LaminaModule.of(Ranker.class, TrackedWeights.random(1)).annotatedWith(Names.named("eu")),
        binder -> binder.bind(Service.class));
    assertTrue(message.contains("No implementation for Ranker was bound."), message);
    assertTrue(message.contains("* Ranker annotated with @Named(\"eu\") bound at"), message);
  }

  @Test
  void aBackendThatIsNotThereIsAProvisionExceptionWithTheWholeList() {
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(1)).backend("abacus"));
    ProvisionException error =
        assertThrows(ProvisionException.class, () -> injector.getInstance(Ranker.class));
    assertContains(error, "[LAM-BACKEND] there is no backend abacus, asked for in code");
    assertContains(error, "java (priority 0): usable");
    assertNoStackTrace(error);
  }

  @Test
  void whatAPropertyAsksForAndIsNotThereIsAProvisionException() {
    System.setProperty("lamina.backend", "abacus");
    try {
      Injector injector =
          Guice.createInjector(LaminaModule.of(Ranker.class, TrackedWeights.random(1)));
      ProvisionException error =
          assertThrows(ProvisionException.class, () -> injector.getInstance(Ranker.class));
      assertContains(error, "[LAM-BACKEND] there is no backend abacus");
      assertNoStackTrace(error);
    } finally {
      System.clearProperty("lamina.backend");
    }
  }

  @Test
  void aBackendThatFailsKeepsItsStackTrace() {
    Thread.currentThread()
        .setContextClassLoader(ProviderLoader.of(directory, Providers.BrokenCreate.class));
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(1)).backend("brokenCreate"));
    ProvisionException error =
        assertThrows(ProvisionException.class, () -> injector.getInstance(Ranker.class));
    assertContains(error, "[LAM-BACKEND] backend brokenCreate, asked for in code");
    assertInstanceOf(LaminaException.class, error.getCause());
    assertInstanceOf(UnsatisfiedLinkError.class, error.getCause().getCause());
  }

  @Test
  void aConstructorOfAUsersThatFailsKeepsItsStackTrace() {
    Injector injector =
        Guice.createInjector(LaminaModule.of(Models.Refusing.class, TrackedWeights.random(1)));
    ProvisionException error =
        assertThrows(ProvisionException.class, () -> injector.getInstance(Models.Refusing.class));
    assertEquals("the user's own trouble", error.getCause().getMessage());
  }

  @Test
  void aProviderThatReturnsNullIsToldByItsKey() {
    for (Class<?> type : List.of(Backend.class, Options.class, WeightsSource.class)) {
      Injector injector = Guice.createInjector(
          LaminaModule.of(Ranker.class, Key.get(WeightsSource.class)), binder -> {
            binder.bind(type).toProvider(com.google.inject.util.Providers.of(null));
            if (type != WeightsSource.class) {
              binder.bind(WeightsSource.class).toInstance(TrackedWeights.random(1));
            }
          });
      ProvisionException error =
          assertThrows(ProvisionException.class, () -> injector.getInstance(Ranker.class));
      assertContains(
          error,
          "[LAM-NULL] the provider that is bound to Key[type=" + type.getSimpleName()
              + ", annotation=[none]] returned null");
    }
  }

  @Test
  void nullIsRefusedWithTheNameOfTheArgument() {
    TrackedWeights weights = TrackedWeights.random(11);
    LaminaModule module = LaminaModule.of(Ranker.class, weights);
    assertRefused("type", () -> LaminaModule.of(null));
    assertRefused("type", () -> LaminaModule.of(null, weights));
    assertRefused("weights", () -> LaminaModule.of(Ranker.class, (WeightsSource) null));
    assertRefused("weights", () -> LaminaModule.of(Ranker.class, (Key<WeightsSource>) null));
    assertRefused("annotation", () -> module.annotatedWith((Annotation) null));
    assertRefused("annotation", () -> module.annotatedWith((Class<Annotation>) null));
    assertRefused("name", () -> module.backend((String) null));
    assertRefused("backend", () -> module.backend((Key<Backend>) null));
    assertRefused("options", () -> module.options((Options) null));
    assertRefused("options", () -> module.options((Key<Options>) null));
    assertRefused("lookup", () -> module.lookup(null));
  }

  private static void assertRefused(String argument, Executable call) {
    assertEquals(
        "[LAM-NULL] " + argument + " of LaminaModule is null",
        assertThrows(NullPointerException.class, call).getMessage());
  }

  private static String creationError(Module... modules) {
    return assertThrows(CreationException.class, () -> Guice.createInjector(modules))
        .getMessage();
  }

  private static void assertContains(Exception error, String text) {
    assertTrue(error.getMessage().contains(text), error.getMessage());
  }
}
