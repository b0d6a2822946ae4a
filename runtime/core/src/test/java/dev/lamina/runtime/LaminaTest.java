package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.runtime.models.Classifier;
import dev.lamina.runtime.models.ClassifierNetwork;
import dev.lamina.runtime.models.Line;
import dev.lamina.runtime.models.Models;
import dev.lamina.runtime.models.Models_CountingNetwork;
import dev.lamina.runtime.models.Ranker;
import dev.lamina.runtime.models.RankerNetwork;
import dev.lamina.spi.Backend;
import dev.lamina.weights.WeightsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an annotated type and its weights to a network that predicts. */
class LaminaTest {

  private static final float[] EXAMPLE = {0.5f, -1, 0.25f, 0.75f, -0.5f, 1};

  private static final Parameters PARAMETERS = Parameters.random(ClassifierNetwork.SPEC, 1);

  @TempDir
  private Path directory;

  private CapturedLog log;

  @BeforeEach
  void capture() {
    log = new CapturedLog();
  }

  @AfterEach
  void release() {
    log.close();
  }

  @Test
  void aNetworkComputesWithTheWeightsOfItsFile() throws IOException {
    Path file = WeightFiles.write(
        directory.resolve("classifier.safetensors"), ClassifierNetwork.SPEC, PARAMETERS);
    Classifier classifier = Lamina.load(Classifier.class, file);
    Network network = assertInstanceOf(Network.class, classifier);
    new Reference(ClassifierNetwork.SPEC, PARAMETERS)
        .assertComputes(EXAMPLE, network.forward(EXAMPLE));
  }

  @Test
  void theShapesOfATypeNeedNoWeights() {
    assertEquals(ClassifierNetwork.SPEC, Lamina.spec(Classifier.class));
    LaminaException error =
        assertThrows(LaminaException.class, () -> Lamina.spec(CharSequence.class));
    assertEquals(ErrorCode.NOT_ANNOTATED, error.code());
  }

  @Test
  void aNetworkComputesWithTheWeightsOfASource() {
    Network network = (Network) Lamina.load(Classifier.class, WeightsSource.parameters(PARAMETERS));
    new Reference(ClassifierNetwork.SPEC, PARAMETERS)
        .assertComputes(EXAMPLE, network.forward(EXAMPLE));
  }

  @Test
  void anInterfaceThatExtendsNetworkNeedsNoCast() {
    Parameters parameters = Parameters.random(RankerNetwork.SPEC, 2);
    Ranker ranker = Lamina.load(Ranker.class, WeightsSource.parameters(parameters));
    float[] x = {1, 2, 3, 4};
    new Reference(RankerNetwork.SPEC, parameters).assertComputes(x, ranker.forward(x));
  }

  @Test
  void typesThatCannotBeNamedFromOutsideAreLoaded() {
    for (Class<?> type : List.of(Models.hidden(), Models.Group.inner(), Models.Nested.class)) {
      TrackedWeights weights = TrackedWeights.random(3);
      Network network = (Network) Lamina.load(type, weights);
      assertTrue(type.isInstance(network));
      float[] x = {1, -2, 3};
      new Reference(network.spec(), weights.parameters()).assertComputes(x, network.forward(x));
    }
  }

  @Test
  void theConstructorOfAnAnnotatedClassRuns() {
    Parameters parameters = Parameters.random(Models_CountingNetwork.SPEC, 4);
    Models.Counting counting =
        Lamina.load(Models.Counting.class, WeightsSource.parameters(parameters));
    float[] x = {1, -2, 3};
    float first = counting.first(x);
    assertEquals(List.of("constructed", "first"), counting.calls());
    assertEquals(counting.forward(x)[0], first);
  }

  @Test
  void whatTheConstructorOfAnAnnotatedClassThrowsIsNotWrapped() {
    IllegalStateException error = assertThrows(
        IllegalStateException.class,
        () -> Lamina.load(Models.Refusing.class, TrackedWeights.random(5)));
    assertEquals("the user's own trouble", error.getMessage());
    assertEquals(
        "the user's own library",
        assertThrows(
                NoClassDefFoundError.class,
                () -> Lamina.load(Models.Unlinked.class, TrackedWeights.random(5)))
            .getMessage());
  }

  @Test
  void whatTheStaticInitialiserOfAnAnnotatedClassThrowsIsNotWrapped() {
    Error error = assertThrows(
        ExceptionInInitializerError.class,
        () -> Lamina.load(Models.BadlyInitialised.class, TrackedWeights.random(5)));
    assertInstanceOf(NumberFormatException.class, error.getCause());
  }

  @Test
  void weightsAreClosedOnceWhetherOrNotLoadingWorks() {
    TrackedWeights sound = TrackedWeights.random(6);
    Lamina.load(Classifier.class, sound);
    assertEquals(List.of("opened", "read", "closed"), sound.events());

    TrackedWeights wrong = TrackedWeights.of(Parameters.random(RankerNetwork.SPEC, 6));
    LaminaException error =
        assertThrows(LaminaException.class, () -> Lamina.load(Classifier.class, wrong));
    assertEquals(ErrorCode.WEIGHTS, error.code());
    assertEquals(List.of("opened", "read", "closed"), wrong.events());

    TrackedWeights unused = TrackedWeights.random(6);
    assertThrows(IllegalStateException.class, () -> Lamina.load(Models.Refusing.class, unused));
    assertEquals(List.of("opened", "read", "closed"), unused.events());
  }

  @Test
  void weightsAreNotOpenedIfThereIsNoNetworkOrNoBackendForThem() {
    TrackedWeights weights = TrackedWeights.random(7);
    assertThrows(LaminaException.class, () -> Lamina.load(String.class, weights));
    assertThrows(
        LaminaException.class,
        () ->
            Lamina.builder(Classifier.class).weights(weights).backend("abacus").build());
    assertEquals(List.of(), weights.events());
  }

  @Test
  void aFileOfAnotherNetworkIsNotLeftOpen() throws IOException {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors), "open files cannot be seen here");
    Path file = WeightFiles.write(
        directory.resolve("ranker.safetensors"),
        RankerNetwork.SPEC,
        Parameters.random(RankerNetwork.SPEC, 8));
    LaminaException error =
        assertThrows(LaminaException.class, () -> Lamina.load(Classifier.class, file));
    assertEquals(ErrorCode.WEIGHTS, error.code());
    assertEquals(List.of(), openFilesIn(descriptors, file));
    Lamina.load(Ranker.class, file);
    assertEquals(List.of(), openFilesIn(descriptors, file));
    try (var open = Files.newByteChannel(file)) {
      assertTrue(open.isOpen());
      assertEquals(1, openFilesIn(descriptors, file).size(), "an open file is seen");
    }
  }

  private static List<Path> openFilesIn(Path descriptors, Path file) throws IOException {
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(descriptor -> leadsTo(descriptor, file)).toList();
    }
  }

  private static boolean leadsTo(Path descriptor, Path file) {
    try {
      return Files.readSymbolicLink(descriptor).equals(file.toRealPath());
    } catch (IOException e) {
      // The descriptor of the listing itself is gone by now.
      return false;
    }
  }

  @Test
  void aMissingFileIsAnErrorOfTheCatalogue() {
    Path missing = directory.resolve("missing.safetensors");
    LaminaException error =
        assertThrows(LaminaException.class, () -> Lamina.load(Classifier.class, missing));
    assertEquals(ErrorCode.FILE, error.code());
    assertTrue(error.getMessage().contains(missing.toString()), error.getMessage());
  }

  @Test
  void aNetworkWithoutWeightsIsNotBuilt() {
    LaminaException error = assertThrows(
        LaminaException.class, () -> Lamina.builder(Classifier.class).build());
    assertEquals(
        "[LAM-WEIGHTS] no weights were given for dev.lamina.runtime.models.Classifier"
            + System.lineSeparator()
            + "  fix: load it with the weights, as in Lamina.load(Classifier.class,"
            + " Path.of(\"model.safetensors\")), or name them on the type,"
            + " @Weights(\"model.safetensors\")",
        error.getMessage());
  }

  @Test
  void aTypeThatNamesItsWeightsIsLoadedWithThem() {
    Line line = Lamina.load(Line.class);

    assertArrayEquals(new float[] {6.5f}, line.forward(new float[] {2}));
  }

  @Test
  void weightsThatAreGivenCountMoreThanThoseThatTheTypeNames() {
    Parameters zeros = Parameters.of(Map.of(
        "layer1.weight", Tensor.of(Shape.of(1, 1), 0f), "layer1.bias", Tensor.of(Shape.of(1), 0f)));
    Line line = Lamina.load(Line.class, WeightsSource.parameters(zeros));

    assertArrayEquals(new float[] {0}, line.forward(new float[] {2}));
  }

  @Test
  void theLogHasOneLineForEachNetworkThatWasLoaded() {
    Lamina.load(Classifier.class, TrackedWeights.random(9));
    assertEquals(1, log.lines().size());
    String line = log.lines().get(0);
    assertTrue(
        line.startsWith(
            "INFO Classifier (6 -> 3, 53 parameters) runs on backend java: highest priority of 1"
                + " usable (not usable: simd); "),
        line);
    Lamina.load(Ranker.class, TrackedWeights.random(9));
    assertEquals(2, log.lines().size());
  }

  @Test
  void theLogHasNoLineForANetworkThatWasNotLoaded() {
    assertThrows(
        IllegalStateException.class,
        () -> Lamina.load(Models.Refusing.class, TrackedWeights.random(10)));
    assertEquals(List.of(), log.lines());
  }

  @Test
  void warningsOfTheWeightsAreLoggedOnceForEachLoad() {
    WeightsSource source = TrackedWeights.random(11).warning("[LAM-NAN] odd", "[LAM-NAN] odder");
    Lamina.load(Ranker.class, source);
    assertEquals(List.of("WARNING [LAM-NAN] odd", "WARNING [LAM-NAN] odder"), warnings());
    assertEquals(3, log.lines().size());
  }

  @Test
  void weightsThatAreNotNumbersAreRefusedUnlessAllowedAndThenSaidOnce() throws IOException {
    NetworkSpec network = RankerNetwork.SPEC;
    Path file = WeightFiles.write(
        directory.resolve("nan.safetensors"),
        network,
        Parameters.of(Map.of(
            "score.weight",
            Tensor.of(network.tensorShapes().get("score.weight"), 1, Float.NaN, 3, 4))));

    LaminaException error =
        assertThrows(LaminaException.class, () -> Lamina.load(Ranker.class, file));
    assertEquals(ErrorCode.NAN, error.code());

    Ranker ranker = Lamina.load(Ranker.class, WeightsSource.file(file).allowNonFinite());
    assertTrue(Float.isNaN(ranker.forward(new float[] {1, 1, 1, 1})[0]));
    assertEquals(1, warnings().size());
    assertTrue(warnings().get(0).startsWith("WARNING [LAM-NAN] "), warnings().get(0));
  }

  private List<String> warnings() {
    return log.lines().stream().filter(line -> line.startsWith("WARNING")).toList();
  }

  @Test
  void twoNetworksMayRunOnTwoBackends() {
    BackendSearch search = BackendSearch.of(
        null,
        null,
        ProviderLoader.of(directory, Providers.Alpha.class, Providers.Gamma.class),
        getClass().getClassLoader());
    Ranker onGamma = new NetworkBuilder<>(Ranker.class, search)
        .weights(TrackedWeights.random(12))
        .build();
    Ranker onAlpha = new NetworkBuilder<>(Ranker.class, search)
        .weights(TrackedWeights.random(12))
        .backend("alpha")
        .build();
    Ranker onGiven = new NetworkBuilder<>(Ranker.class, search)
        .weights(TrackedWeights.random(12))
        .backend(new TestBackend("mine", 42))
        .build();
    Parameters parameters = Parameters.random(RankerNetwork.SPEC, 12);
    Ranker onJava = new NetworkBuilder<>(Ranker.class, search)
        .weights(WeightsSource.parameters(parameters))
        .backend("java")
        .build();
    float[] x = {1, 2, 3, 4};
    assertArrayEquals(new float[] {0}, onGamma.forward(x));
    assertArrayEquals(new float[] {0}, onAlpha.forward(x));
    assertArrayEquals(new float[] {42}, onGiven.forward(x));
    new Reference(RankerNetwork.SPEC, parameters).assertComputes(x, onJava.forward(x));
    String start = "INFO Ranker (4 -> 1, 4 parameters) runs on backend ";
    assertEquals(
        List.of(
            start + "gamma: highest priority of 3 usable (not usable: simd); made for tests",
            start + "alpha: asked for in code; made for tests",
            start + "mine: given in code"),
        log.lines().subList(0, 3));
    assertTrue(log.lines().get(3).startsWith(start + "java: asked for in code; "));
  }

  @Test
  void whatIsSaidTwiceToABuilderCountsAsItWasSaidLast() {
    NetworkBuilder<Ranker> builder = Lamina.builder(Ranker.class)
        .weights(directory.resolve("missing"))
        .weights(TrackedWeights.random(13))
        .backend("abacus")
        .backend(new TestBackend("mine", 7));
    assertArrayEquals(new float[] {7}, builder.build().forward(new float[4]));
    LaminaException error =
        assertThrows(LaminaException.class, () -> builder.backend("abacus").build());
    assertEquals(ErrorCode.BACKEND, error.code());
  }

  @Test
  void optionsReachTheNetwork() {
    Ranker ranker = Lamina.builder(Ranker.class)
        .weights(TrackedWeights.random(14))
        .options(Options.defaults().withWorkspaces(3))
        .build();
    assertTrue(ranker.toString().contains("of 3 workspaces"), ranker::toString);
  }

  @Test
  void anExecutorReachesTheNetworkUntilOtherOptionsAreGiven() {
    NetworkBuilder<Ranker> builder =
        Lamina.builder(Ranker.class).weights(TrackedWeights.random(14)).executor(Runnable::run, 3);
    Ranker shared = builder.build();
    assertTrue(shared.toString().endsWith("up to 3 threads share a call"), shared::toString);
    Ranker alone = builder.options(Options.defaults()).build();
    assertTrue(alone.toString().endsWith("workspaces free"), alone::toString);
  }

  @Test
  void aBuilderBuildsAnyNumberOfNetworks() {
    TrackedWeights weights = TrackedWeights.random(15);
    NetworkBuilder<Ranker> builder = Lamina.builder(Ranker.class).weights(weights);
    Ranker first = builder.build();
    Ranker second = builder.build();
    assertTrue(first != second);
    assertEquals(6, weights.events().size());
  }

  @Test
  void nullIsRefusedWithTheNameOfTheArgument() {
    NetworkBuilder<Ranker> builder = Lamina.builder(Ranker.class);
    Map<String, Runnable> calls = Map.of(
        "type of Lamina.builder",
        () -> Lamina.builder(null),
        "type of Lamina.spec",
        () -> Lamina.spec(null),
        "file of weights",
        () -> Lamina.load(Ranker.class, (Path) null),
        "source of weights",
        () -> Lamina.load(Ranker.class, (WeightsSource) null),
        "name of backend",
        () -> builder.backend((String) null),
        "backend of backend",
        () -> builder.backend((Backend) null),
        "executor of executor",
        () -> builder.executor(null),
        "options of options",
        () -> builder.options(null),
        "lookup of lookup",
        () -> builder.lookup(null));
    calls.forEach((name, call) -> assertEquals(
        "[LAM-NULL] " + name + " is null",
        assertThrows(NullPointerException.class, call::run).getMessage()));
  }
}
