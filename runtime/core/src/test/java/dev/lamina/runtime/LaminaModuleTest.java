package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Suppliers;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.name.Names;
import com.google.inject.util.Modules;
import dev.lamina.Network;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.runtime.models.Classifier;
import dev.lamina.runtime.models.Line;
import dev.lamina.runtime.models.Models;
import dev.lamina.runtime.models.Ranker;
import dev.lamina.runtime.models.RankerNetwork;
import dev.lamina.spi.Backend;
import dev.lamina.weights.WeightsSource;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks as Guice binds them: when they are loaded, from which weights, on which backend. */
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

  /** A binding annotation of a user's. */
  @Qualifier
  @Retention(RetentionPolicy.RUNTIME)
  @interface Fast {}

  /** A class of a user's that gets its networks injected. */
  static final class Service {

    private final Ranker ranker;
    private final Provider<Classifier> classifier;

    @Inject
    Service(Ranker ranker, Provider<Classifier> classifier) {
      this.ranker = ranker;
      this.classifier = classifier;
    }
  }

  @Test
  void networksAndTheirProvidersAreInjectedByTheirAnnotatedTypes() {
    Parameters parameters = Parameters.random(RankerNetwork.SPEC, 1);
    TrackedWeights classifierWeights = TrackedWeights.random(2);
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, WeightsSource.parameters(parameters)),
        LaminaModule.of(Classifier.class, classifierWeights));
    Service service = injector.getInstance(Service.class);
    new Reference(RankerNetwork.SPEC, parameters)
        .assertComputes(EXAMPLE, service.ranker.forward(EXAMPLE));
    assertEquals(List.of(), classifierWeights.events());
    assertSame(service.classifier.get(), injector.getInstance(Classifier.class));
  }

  @Test
  void anAbstractClassIsInjectedLikeAnInterface() {
    Models.Counting network = Guice.createInjector(
            LaminaModule.of(Models.Counting.class, TrackedWeights.random(2)))
        .getInstance(Models.Counting.class);
    network.first(1, 2, 3);
    assertEquals(List.of("constructed", "first"), network.calls());
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
  void noBackendIsLookedForAndNoCodeOfTheTypeRunsBeforeTheNetworkIsAskedFor() {
    offer(Providers.BrokenCreate.class);
    Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(3)).backend("abacus"),
        LaminaModule.of(Models.BadlyInitialised.class, TrackedWeights.random(3)),
        LaminaModule.of(Classifier.class, Key.get(WeightsSource.class)),
        binder -> binder.bind(WeightsSource.class).toProvider(() -> {
          throw new AssertionError("the weights were asked for");
        }),
        binder -> binder.bind(Backend.class).toProvider(() -> {
          throw new AssertionError("the backend was asked for");
        }),
        binder -> binder.bind(Options.class).toProvider(() -> {
          throw new AssertionError("the options were asked for");
        }));
    assertEquals(List.of(), log.lines());
  }

  @Test
  void inProductionANetworkIsLoadedWhenTheInjectorIsMade() {
    TrackedWeights weights = TrackedWeights.random(3);
    Guice.createInjector(Stage.PRODUCTION, LaminaModule.of(Ranker.class, weights));
    assertEquals(List.of("opened", "read", "closed"), weights.events());
  }

  /** What the documentation advises: Guice makes only what has a scope before it is needed. */
  @Test
  void aProviderWithoutScopeLoadsANetworkLateInProductionToo() {
    TrackedWeights weights = TrackedWeights.random(3);
    Injector injector = Guice.createInjector(
        Stage.PRODUCTION,
        binder -> binder
            .bind(Ranker.class)
            .toProvider(Suppliers.memoize(() -> Lamina.load(Ranker.class, weights))::get));
    assertEquals(List.of(), weights.events());
    assertSame(injector.getInstance(Ranker.class), injector.getInstance(Ranker.class));
    assertEquals(List.of("opened", "read", "closed"), weights.events());
  }

  @Test
  void aModuleServesAnyNumberOfInjectors() {
    LaminaModule module = LaminaModule.of(Ranker.class, TrackedWeights.random(3));
    assertNotSame(
        Guice.createInjector(module).getInstance(Ranker.class),
        Guice.createInjector(module).getInstance(Ranker.class));
  }

  @Test
  void aTypeThatNamesItsWeightsNeedsNoOthers() {
    Line line = Guice.createInjector(LaminaModule.of(Line.class)).getInstance(Line.class);
    assertArrayEquals(new float[] {6.5f}, line.forward(new float[] {2}));
  }

  @Test
  void weightsMayBeBoundInGuice() {
    TrackedWeights weights = TrackedWeights.random(3);
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, Key.get(WeightsSource.class, Names.named("ranker"))),
        binder -> binder
            .bind(WeightsSource.class)
            .annotatedWith(Names.named("ranker"))
            .toInstance(weights));
    assertEquals(List.of(), weights.events());
    injector.getInstance(Ranker.class);
    assertEquals(List.of("opened", "read", "closed"), weights.events());
  }

  @Test
  void anInjectorMayHaveSeveralNetworksOfOneType() {
    Parameters here = Parameters.random(RankerNetwork.SPEC, 1);
    Parameters there = Parameters.random(RankerNetwork.SPEC, 2);
    Parameters fast = Parameters.random(RankerNetwork.SPEC, 3);
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, WeightsSource.parameters(here)),
        LaminaModule.of(Ranker.class, WeightsSource.parameters(there))
            .annotatedWith(Names.named("eu")),
        LaminaModule.of(Ranker.class, WeightsSource.parameters(fast)).annotatedWith(Fast.class));
    assertComputes(here, injector.getInstance(Ranker.class));
    assertComputes(there, injector.getInstance(Key.get(Ranker.class, Names.named("eu"))));
    assertComputes(fast, injector.getInstance(Key.get(Ranker.class, Fast.class)));
  }

  private static void assertComputes(Parameters parameters, Ranker ranker) {
    new Reference(RankerNetwork.SPEC, parameters).assertComputes(EXAMPLE, ranker.forward(EXAMPLE));
  }

  @Test
  void theLogSaysWhyTheBackendWasChosen() {
    offer(Providers.Alpha.class, Providers.Gamma.class);
    Guice.createInjector(LaminaModule.of(Ranker.class, TrackedWeights.random(4)))
        .getInstance(Ranker.class);
    assertEquals(
        List.of("INFO Ranker (4 -> 1, 4 parameters) runs on backend gamma: highest priority of 3"
            + " usable (not usable: simd); made for tests"),
        log.lines());
  }

  @Test
  void aProgramMayBindABackendAndLaminaThenLooksForNone() {
    offer(Providers.BrokenCreate.class);
    TestBackend mine = new TestBackend("mine", 42);
    LaminaModule lamina = LaminaModule.of(Ranker.class, TrackedWeights.random(6));
    List<Module> ways = List.of(
        binder -> binder.bind(Backend.class).toInstance(mine),
        binder ->
            OptionalBinder.newOptionalBinder(binder, Backend.class).setBinding().toInstance(mine),
        Modules.override((Module)
                binder -> binder.bind(Backend.class).toInstance(new TestBackend("theirs", 41)))
            .with(binder -> binder.bind(Backend.class).toInstance(mine)));
    for (Module own : ways) {
      for (Injector injector :
          List.of(Guice.createInjector(own, lamina), Guice.createInjector(lamina, own))) {
        assertArrayEquals(new float[] {42}, injector.getInstance(Ranker.class).forward(EXAMPLE));
      }
    }
    String line = "INFO Ranker (4 -> 1, 4 parameters) runs on backend mine: bound in Guice";
    assertEquals(List.of(line, line, line, line, line, line), log.lines());
  }

  @Test
  void aBackendThatIsBoundIsSharedByAllNetworks() {
    offer(Providers.Alpha.class, Providers.Gamma.class);
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(6)),
        LaminaModule.of(Classifier.class, TrackedWeights.random(6)),
        binder -> binder
            .bind(Backend.class)
            .toProvider(() -> Backends.named("alpha"))
            .in(Singleton.class));
    assertOn("alpha", injector.getInstance(Ranker.class));
    assertOn("alpha", injector.getInstance(Classifier.class));
  }

  @Test
  void aNetworkMayHaveABackendOfItsOwn() {
    offer(Providers.Alpha.class, Providers.Beta.class);
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(6)),
        LaminaModule.of(Classifier.class, TrackedWeights.random(6)).backend("beta"),
        LaminaModule.of(Models.Nested.class, TrackedWeights.random(6))
            .backend(Key.get(Backend.class, Fast.class)),
        binder -> binder.bind(Backend.class).toInstance(new TestBackend("mine")),
        binder -> binder
            .bind(Backend.class)
            .annotatedWith(Fast.class)
            .toInstance(new TestBackend("fast")));
    assertOn("mine", injector.getInstance(Ranker.class));
    assertOn("beta", injector.getInstance(Classifier.class));
    assertOn("fast", injector.getInstance(Models.Nested.class));
    assertEquals(
        List.of(
            "INFO Ranker (4 -> 1, 4 parameters) runs on backend mine: bound in Guice",
            "INFO Classifier (6 -> 3, 53 parameters) runs on backend beta: asked for in code; made"
                + " for tests",
            "INFO Nested (3 -> 2, 8 parameters) runs on backend fast: bound in Guice"),
        log.lines());
  }

  @Test
  void aBackendIsLookedForThroughTheLoaderOfTheTypeToo() throws Exception {
    String classPath = System.getProperty("java.class.path");
    SourceCompiler.compile(
        directory,
        Map.of("com.example.Model", """
            package com.example;
            @dev.lamina.Dense(in = 3, out = 2)
            public interface Model {}
            """),
        List.of(
            "-classpath",
            classPath,
            "-processorpath",
            classPath,
            "-processor",
            "dev.lamina.processor.LaminaProcessor"));
    Class<?> type =
        ProviderLoader.of(directory, Providers.Gamma.class).loadClass("com.example.Model");
    Object network =
        Guice.createInjector(LaminaModule.of(type, TrackedWeights.random(6))).getInstance(type);
    assertOn("gamma", network);
  }

  @Test
  void aProgramMayBindItsOwnOptions() {
    Injector injector = Guice.createInjector(
        LaminaModule.of(Ranker.class, TrackedWeights.random(7)),
        LaminaModule.of(Classifier.class, TrackedWeights.random(7))
            .options(Options.defaults().withWorkspaces(6)),
        LaminaModule.of(Models.Nested.class, TrackedWeights.random(7))
            .options(Key.get(Options.class, Fast.class)),
        binder -> binder.bind(Options.class).toInstance(Options.defaults().withWorkspaces(5)),
        binder -> binder
            .bind(Options.class)
            .annotatedWith(Fast.class)
            .toInstance(Options.defaults().withWorkspaces(7)));
    assertWorkspaces(5, injector.getInstance(Ranker.class));
    assertWorkspaces(6, injector.getInstance(Classifier.class));
    assertWorkspaces(7, injector.getInstance(Models.Nested.class));
  }

  private static void assertWorkspaces(int count, Object network) {
    assertTrue(network.toString().contains("of " + count + " workspaces"), network::toString);
  }

  @Test
  void lookingForWhatAProgramHasBoundBindsNothing() {
    Injector injector =
        Guice.createInjector(LaminaModule.of(Ranker.class, TrackedWeights.random(8)));
    injector.getInstance(Ranker.class);
    assertNull(injector.getExistingBinding(Key.get(Backend.class)));
    assertNull(injector.getExistingBinding(Key.get(Options.class)));
    assertNull(injector.getExistingBinding(Key.get(WeightsSource.class)));
  }

  @Test
  void aModuleIsImmutable() {
    LaminaModule plain = LaminaModule.of(Ranker.class, TrackedWeights.random(8));
    plain.annotatedWith(Fast.class);
    plain.annotatedWith(Names.named("eu"));
    plain.backend("abacus");
    plain.backend(Key.get(Backend.class, Fast.class));
    plain.options(Key.get(Options.class, Fast.class));
    plain.lookup(MethodHandles.publicLookup());
    assertInstanceOf(Network.class, Guice.createInjector(plain).getInstance(Ranker.class));
  }

  private static void assertOn(String backend, Object network) {
    assertTrue(network.toString().contains("on backend " + backend), network::toString);
  }

  private void offer(Class<?>... providers) {
    Thread.currentThread().setContextClassLoader(ProviderLoader.of(directory, providers));
  }
}
