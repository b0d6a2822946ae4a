package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import com.google.inject.multibindings.OptionalBinder;
import dev.lamina.LaminaException;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.runtime.models.Classifier;
import dev.lamina.runtime.models.Models;
import dev.lamina.runtime.models.Ranker;
import dev.lamina.runtime.models.RankerNetwork;
import dev.lamina.spi.Backend;
import dev.lamina.weights.WeightsSource;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks and their backend as Guice binds them. */
class LaminaModuleTest {

  private static final float[] EXAMPLE = {1, -2, 3, -4};

  @TempDir
  private Path directory;

  private CapturedLog log;
  private ClassLoader before;

  @BeforeEach
  void capture() {
    log = new CapturedLog();
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void release() {
    log.close();
    Thread.currentThread().setContextClassLoader(before);
  }

  /** A class of a user's that gets its networks injected. */
  static final class Service {

    private final Ranker ranker;
    private final Classifier classifier;

    @Inject
    Service(Ranker ranker, Classifier classifier) {
      this.ranker = ranker;
      this.classifier = classifier;
    }
  }

  @Test
  void networksAreInjectedByTheirAnnotatedTypes() {
    Parameters parameters = Parameters.random(RankerNetwork.SPEC, 1);
    Injector injector =
        Guice.createInjector(LaminaModule.of(Ranker.class, WeightsSource.parameters(parameters))
            .and(Classifier.class, TrackedWeights.random(2)));
    Service service = injector.getInstance(Service.class);
    new Reference(RankerNetwork.SPEC, parameters)
        .assertComputes(EXAMPLE, service.ranker.forward(EXAMPLE));
    assertSame(service.classifier, injector.getInstance(Classifier.class));
  }

  @Test
  void aNetworkIsASingletonThatIsLoadedWhenItIsFirstAskedFor() {
    TrackedWeights weights = TrackedWeights.random(3);
    Injector injector = Guice.createInjector(LaminaModule.of(Ranker.class, weights));
    assertEquals(List.of(), weights.events());
    Ranker ranker = injector.getInstance(Ranker.class);
    assertSame(ranker, injector.getInstance(Ranker.class));
    assertEquals(List.of("opened", "read", "closed"), weights.events());
    assertEquals(1, log.lines().size());
  }

  @Test
  void theLogSaysWhyTheBackendWasChosen() {
    offer(Providers.Alpha.class, Providers.Gamma.class);
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(4)),
        LaminaModule.of(Classifier.class, TrackedWeights.random(4)));
    injector.getInstance(Ranker.class);
    injector.getInstance(Classifier.class);
    String reason =
        " runs on backend gamma: highest priority of 3 usable (not usable: simd); made for tests";
    assertEquals(
        List.of(
            "INFO Ranker (4 -> 1, 4 parameters)" + reason,
            "INFO Classifier (6 -> 3, 53 parameters)" + reason),
        log.lines());
  }

  @Test
  void allModulesOfAnInjectorShareOneBackend() {
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(5)),
        LaminaModule.of(Classifier.class, TrackedWeights.random(5)),
        LaminaModule.of(Models.Nested.class, TrackedWeights.random(5)));
    assertSame(injector.getInstance(Backend.class), injector.getInstance(Backend.class));
    assertEquals("java", injector.getInstance(Backend.class).name());
    assertNotSame(
        injector.getInstance(Backend.class),
        Guice.createInjector(LaminaModule.of(Ranker.class, TrackedWeights.random(5)))
            .getInstance(Backend.class));
  }

  @Test
  void aProgramMayBindItsOwnBackendAndLaminaThenSearchesForNone() {
    offer(Providers.BrokenCreate.class);
    TestBackend mine = new TestBackend("mine", 42);
    Module own = new AbstractModule() {
      @Override
      protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), Backend.class).setBinding().toInstance(mine);
      }
    };
    LaminaModule lamina = LaminaModule.of(Ranker.class, TrackedWeights.random(6));
    for (Injector injector :
        List.of(Guice.createInjector(own, lamina), Guice.createInjector(lamina, own))) {
      assertSame(mine, injector.getInstance(Backend.class));
      assertArrayEquals(new float[] {42}, injector.getInstance(Ranker.class).forward(EXAMPLE));
    }
    String line = "INFO Ranker (4 -> 1, 4 parameters) runs on backend mine: bound in Guice";
    assertEquals(List.of(line, line), log.lines());
  }

  @Test
  void aProgramMayBindABackendByItsName() {
    offer(Providers.Alpha.class, Providers.Gamma.class);
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(6)), new AbstractModule() {
          @Override
          protected void configure() {
            OptionalBinder.newOptionalBinder(binder(), Backend.class)
                .setBinding()
                .toProvider(() -> Backends.named("alpha"))
                .in(Singleton.class);
          }
        });
    assertTrue(injector.getInstance(Ranker.class).toString().contains("on backend alpha"));
  }

  @Test
  void aProgramMayBindItsOwnOptions() {
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(7)), new AbstractModule() {
          @Override
          protected void configure() {
            OptionalBinder.newOptionalBinder(binder(), Options.class)
                .setBinding()
                .toInstance(Options.defaults().withWorkspaces(5));
          }
        });
    Ranker ranker = injector.getInstance(Ranker.class);
    assertTrue(ranker.toString().contains("of 5 workspaces"), ranker::toString);
  }

  @Test
  void modulesAreImmutable() {
    LaminaModule one = LaminaModule.of(Ranker.class, TrackedWeights.random(8));
    LaminaModule two = one.and(Classifier.class, TrackedWeights.random(8));
    LaminaModule withLookup = two.lookup(MethodHandles.lookup());
    assertNotSame(one, two);
    assertNotSame(two, withLookup);
    assertThrows(
        com.google.inject.ConfigurationException.class,
        () -> Guice.createInjector(one).getInstance(Classifier.class));
    Guice.createInjector(withLookup).getInstance(Classifier.class);
  }

  @Test
  void aProblemIsAProvisionExceptionWithLaminasText() {
    Injector injector = Guice.createInjector(LaminaModule.of(
        Ranker.class, WeightsSource.file(directory.resolve("missing.safetensors"))));
    ProvisionException error =
        assertThrows(ProvisionException.class, () -> injector.getInstance(Ranker.class));
    assertTrue(error.getMessage().contains("[LAM-FILE]"), error.getMessage());
    assertTrue(error.getMessage().contains("missing.safetensors"), error.getMessage());
  }

  @Test
  void aTypeWithoutNetworkIsAProvisionExceptionWithLaminasText() {
    Injector injector =
        Guice.createInjector(LaminaModule.of(Runnable.class, TrackedWeights.random(9)));
    ProvisionException error =
        assertThrows(ProvisionException.class, () -> injector.getInstance(Runnable.class));
    // Guice leaves out the packages of class names.
    assertTrue(
        error.getMessage().contains("[LAM-NOT-ANNOTATED] Runnable has no @Dense"),
        error.getMessage());
    assertInstanceOf(LaminaException.class, error.getCause());
  }

  @Test
  void aBackendThatCannotBeUsedIsAProvisionExceptionWithLaminasText() {
    System.setProperty("lamina.backend", "abacus");
    try {
      Injector injector =
          Guice.createInjector(LaminaModule.of(Ranker.class, TrackedWeights.random(10)));
      ProvisionException error =
          assertThrows(ProvisionException.class, () -> injector.getInstance(Ranker.class));
      assertTrue(
          error.getMessage().contains("[LAM-BACKEND] there is no backend abacus"),
          error.getMessage());
    } finally {
      System.clearProperty("lamina.backend");
    }
  }

  @Test
  void inProductionAProblemIsACreationException() {
    CreationException error = assertThrows(
        CreationException.class,
        () -> Guice.createInjector(
            Stage.PRODUCTION,
            LaminaModule.of(Ranker.class, WeightsSource.file(directory.resolve("no")))));
    assertTrue(error.getMessage().contains("[LAM-FILE]"), error.getMessage());
  }

  @Test
  void nullIsRefusedWithTheNameOfTheArgument() {
    LaminaModule module = LaminaModule.of(Ranker.class, TrackedWeights.random(11));
    assertEquals(
        "[LAM-NULL] type of LaminaModule is null",
        assertThrows(NullPointerException.class, () -> module.and(null, TrackedWeights.random(11)))
            .getMessage());
    assertEquals(
        "[LAM-NULL] weights of LaminaModule is null",
        assertThrows(NullPointerException.class, () -> LaminaModule.of(Ranker.class, null))
            .getMessage());
    assertEquals(
        "[LAM-NULL] lookup of LaminaModule is null",
        assertThrows(NullPointerException.class, () -> module.lookup(null)).getMessage());
  }

  private void offer(Class<?>... providers) {
    Thread.currentThread().setContextClassLoader(ProviderLoader.of(directory, providers));
  }
}
