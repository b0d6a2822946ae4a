package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Binder;
import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.PrivateBinder;
import com.google.inject.PrivateModule;
import com.google.inject.Stage;
import com.google.inject.name.Names;
import com.google.inject.util.Modules;
import dev.lamina.Options;
import dev.lamina.runtime.models.Classifier;
import dev.lamina.runtime.models.Models;
import dev.lamina.runtime.models.Ranker;
import dev.lamina.spi.Backend;
import dev.lamina.weights.WeightsSource;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks in private modules, in child injectors, in overridden modules and under strict binders. */
class LaminaModuleEnvironmentsTest {

  /** A private module of a user's. */
  private static Module privately(Consumer<PrivateBinder> configuration) {
    return new PrivateModule() {
      @Override
      protected void configure() {
        configuration.accept(binder());
      }
    };
  }

  private static Module backend(String name) {
    return binder -> binder.bind(Backend.class).toInstance(new TestBackend(name));
  }

  private static LaminaModule ranker() {
    return LaminaModule.of(Ranker.class, TrackedWeights.random(1));
  }

  private static LaminaModule classifier() {
    return LaminaModule.of(Classifier.class, TrackedWeights.random(1));
  }

  @ParameterizedTest
  @EnumSource(names = {"DEVELOPMENT", "PRODUCTION"})
  void privateModulesMayEachHaveABackendAndOptions(Stage stage) {
    Injector injector = Guice.createInjector(
        stage,
        privately(binder -> {
          binder.install(ranker());
          binder.install(backend("mine"));
          binder.bind(Options.class).toInstance(Options.defaults().withWorkspaces(5));
          binder.expose(Ranker.class);
        }),
        privately(binder -> {
          binder.install(classifier());
          binder.install(backend("yours"));
          binder.bind(Options.class).toInstance(Options.defaults().withWorkspaces(6));
          binder.expose(Classifier.class);
        }),
        LaminaModule.of(Models.Nested.class, TrackedWeights.random(1)));
    assertRuns(
        "on backend mine; 0 calls found none of 5 workspaces", injector.getInstance(Ranker.class));
    assertRuns(
        "on backend yours; 0 calls found none of 6 workspaces",
        injector.getInstance(Classifier.class));
    assertRuns("on backend java", injector.getInstance(Models.Nested.class));
  }

  @Test
  void privateModulesMayEachHaveANetworkOfOneType() {
    Injector injector = Guice.createInjector(
        privately(binder -> {
          LaminaModule.of(Ranker.class, Key.get(WeightsSource.class))
              .annotatedWith(Names.named("eu"))
              .configure(binder);
          binder.bind(WeightsSource.class).toInstance(TrackedWeights.random(1));
          binder.install(backend("mine"));
          binder.expose(Key.get(Ranker.class, Names.named("eu")));
        }),
        privately(binder -> {
          binder.install(LaminaModule.of(Ranker.class, Key.get(WeightsSource.class)));
          binder.bind(WeightsSource.class).toInstance(TrackedWeights.random(2));
          binder.install(backend("yours"));
          binder.bind(Ranker.class).annotatedWith(Names.named("us")).to(Key.get(Ranker.class));
          binder.expose(Key.get(Ranker.class, Names.named("us")));
        }));
    assertRuns("on backend mine", injector.getInstance(Key.get(Ranker.class, Names.named("eu"))));
    assertRuns("on backend yours", injector.getInstance(Key.get(Ranker.class, Names.named("us"))));
  }

  @Test
  void aPrivateModuleTakesWhatIsBoundAroundIt() {
    Injector injector = Guice.createInjector(
        classifier(),
        privately(binder -> {
          binder.install(ranker());
          binder.expose(Ranker.class);
        }),
        backend("shared"));
    assertRuns("on backend shared", injector.getInstance(Ranker.class));
    assertRuns("on backend shared", injector.getInstance(Classifier.class));
  }

  @Test
  void aNetworkThatAPrivateModuleDoesNotExposeStaysItsOwn() {
    Injector injector = Guice.createInjector(privately(binder -> binder.install(ranker())));
    ConfigurationException error =
        assertThrows(ConfigurationException.class, () -> injector.getInstance(Ranker.class));
    assertTrue(
        error.getMessage().contains("Ranker because it was already configured"),
        error.getMessage());
  }

  @Test
  void aChildInjectorMayHaveNetworksAndABackendOfItsOwn() {
    Injector parent = Guice.createInjector(ranker());
    Injector first = parent.createChildInjector(classifier(), backend("mine"));
    Injector second = parent.createChildInjector(classifier());
    assertRuns("on backend mine", first.getInstance(Classifier.class));
    assertRuns("on backend java", second.getInstance(Classifier.class));
    assertRuns("on backend java", first.getInstance(Ranker.class));
  }

  @Test
  void aChildInjectorTakesWhatIsBoundAboveIt() {
    Injector child = Guice.createInjector(backend("shared")).createChildInjector(classifier());
    assertRuns("on backend shared", child.getInstance(Classifier.class));
  }

  @Test
  void aNetworkMayBeReplacedWithOneThatATestMakes() {
    TrackedWeights weights = TrackedWeights.random(1);
    Ranker fake = Guice.createInjector(ranker(), backend("fake")).getInstance(Ranker.class);
    Injector injector = Guice.createInjector(
        Stage.PRODUCTION,
        Modules.override(LaminaModule.of(Ranker.class, weights))
            .with(binder -> binder.bind(Ranker.class).toInstance(fake)));
    assertArrayEquals(
        fake.forward(new float[4]), injector.getInstance(Ranker.class).forward(new float[4]));
    assertEquals(0, weights.events().size());
  }

  @Test
  void theStrictestBindersAreSatisfied() {
    Injector injector = Guice.createInjector(
        Binder::requireExplicitBindings,
        Binder::requireExactBindingAnnotations,
        Binder::requireAtInjectOnConstructors,
        Binder::disableCircularProxies,
        ranker(),
        LaminaModule.of(Classifier.class, Key.get(WeightsSource.class)),
        binder -> binder.bind(WeightsSource.class).toInstance(TrackedWeights.random(1)),
        privately(binder -> {
          binder.install(LaminaModule.of(Models.Nested.class, TrackedWeights.random(1)));
          binder.expose(Models.Nested.class);
        }));
    assertRuns("on backend java", injector.getInstance(Ranker.class));
    assertRuns("on backend java", injector.getInstance(Classifier.class));
    assertRuns("on backend java", injector.getInstance(Models.Nested.class));
  }

  private static void assertRuns(String how, Object network) {
    assertTrue(network.toString().contains(how), network::toString);
  }
}
