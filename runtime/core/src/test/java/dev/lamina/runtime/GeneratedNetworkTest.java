package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Dense;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Network;
import dev.lamina.runtime.models.ClassifierNetwork;
import dev.lamina.runtime.models.Models;
import dev.lamina.runtime.models.Ranker;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated class is found, or the error says why it is not and what to do. */
class GeneratedNetworkTest {

  private static final String TYPE =
      "package com.example; @dev.lamina.Dense(in = 3, out = 2) public interface X {}";

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
  void theClassIsFoundThroughTheLoaderOfItsType() throws Exception {
    generate();
    try (URLClassLoader first = loader();
        URLClassLoader second = loader()) {
      Class<?> type = first.loadClass("com.example.X");
      Object network = Lamina.load(type, TrackedWeights.random(1));
      assertTrue(type.isInstance(network));
      assertInstanceOf(Network.class, network);
      Class<?> other = second.loadClass("com.example.X");
      assertNotSame(type, other);
      assertTrue(other.isInstance(Lamina.load(other, TrackedWeights.random(1))));
    }
  }

  @Test
  void backendsOfTheLoaderOfTheTypeAreFound() throws Exception {
    generate();
    Class<?> type = ProviderLoader.of(directory, Providers.Gamma.class).loadClass("com.example.X");
    Network network = (Network) Lamina.load(type, TrackedWeights.random(1));
    assertTrue(network.toString().contains("on backend gamma"), network::toString);
  }

  @Test
  void aLookupOfTheUsersIsAsGood() {
    assertInstanceOf(
        Models.hidden(),
        Lamina.builder(Models.hidden())
            .weights(TrackedWeights.random(2))
            .lookup(MethodHandles.lookup())
            .build());
  }

  @Test
  void aLookupThatReachesNothingIsAnErrorThatSaysToLeaveItOut() {
    LaminaException error = assertThrows(
        LaminaException.class,
        () -> Lamina.builder(Ranker.class)
            .weights(TrackedWeights.random(2))
            .lookup(MethodHandles.publicLookup())
            .build());
    assertEquals(
        List.of(
            "[LAM-ACCESS] the lookup that was given (java.lang.Object/publicLookup) does not reach"
                + " dev.lamina.runtime.models.RankerNetwork",
            "  fix: leave lookup(...) out, the class path needs none"),
        error.getMessage().lines().toList());
  }

  @ParameterizedTest
  @ValueSource(classes = {String.class, int.class, float[].class, Runnable.class, Dense.class})
  void aTypeWithoutAnnotationIsAnErrorThatShowsTheAnnotation(Class<?> type) {
    LaminaException error = assertThrows(LaminaException.class, () -> load(type));
    assertEquals(ErrorCode.NOT_ANNOTATED, error.code());
    assertEquals(
        List.of(
            "[LAM-NOT-ANNOTATED] "
                + type.getName()
                + " has no @Dense, so there is no network to load",
            "  fix: annotate it with one @Dense(in = ..., out = ...) for each layer"),
        error.getMessage().lines().toList());
  }

  @Test
  void theGeneratedClassInPlaceOfItsTypeIsAnErrorThatNamesTheType() {
    LaminaException error =
        assertThrows(LaminaException.class, () -> load(ClassifierNetwork.class));
    assertEquals(ErrorCode.NOT_ANNOTATED, error.code());
    assertTrue(
        error.getMessage().contains("fix: load dev.lamina.runtime.models.Classifier, which has"),
        error.getMessage());
  }

  @Test
  void anAnnotationOfAnotherCopyOfLaminaIsAnErrorThatSaysSo() throws Exception {
    compile("com.example.X", TYPE);
    URL api = Dense.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL(), api}, null)) {
      Class<?> type = loader.loadClass("com.example.X");
      LaminaException error = assertThrows(LaminaException.class, () -> load(type));
      assertEquals(ErrorCode.NOT_ANNOTATED, error.code());
      assertTrue(error.getMessage().contains("second copy of lamina-api"), error.getMessage());
    }
  }

  @Test
  void aTypeThatNoProcessorSawIsAnErrorThatSaysHowToSwitchProcessingOn() throws Exception {
    compile("com.example.X", TYPE);
    String text = notGenerated("com.example.X");
    assertTrue(
        text.startsWith(
            "[LAM-NOT-GENERATED] com.example.X has @Dense but com.example.XNetwork was not"
                + " generated: "),
        text);
    for (String part : List.of(
        "<annotationProcessorPaths>",
        "<artifactId>lamina-processor</artifactId>",
        "annotationProcessor(\"dev.lamina:lamina-processor",
        "-processorpath",
        "from JDK 23 on",
        "-proc:full")) {
      assertTrue(text.contains(part), () -> part + " in " + text);
    }
  }

  @Test
  void aNestedTypeOfTwoLayersThatNoProcessorSawIsAnErrorThatNamesTheClass() throws Exception {
    compile("com.example.Outer", """
        package com.example;
        public class Outer {
          public static class Middle {
            @dev.lamina.Dense(in = 3, out = 2)
            @dev.lamina.Dense(out = 1)
            public interface X {}
          }
        }
        """);
    String text = notGenerated("com.example.Outer$Middle$X");
    assertTrue(text.contains(" com.example.Outer_Middle_XNetwork was not generated"), text);
  }

  @Test
  void aTypeOfTheUnnamedPackageIsLookedForThere() throws Exception {
    compile("X", "@dev.lamina.Dense(in = 3, out = 2) public interface X {}");
    String text = notGenerated("X");
    assertTrue(text.contains("X has @Dense but XNetwork was not generated"), text);
  }

  @Test
  void aTypeInsideAMethodIsAnErrorThatSaysWhereToPutIt() {
    @Dense(in = 3, out = 2)
    abstract class Local {}
    LaminaException error = assertThrows(LaminaException.class, () -> load(Local.class));
    assertEquals(ErrorCode.NOT_GENERATED, error.code());
    assertTrue(error.getMessage().contains("declared inside a method"), error.getMessage());
  }

  @Test
  void aClassOfThatNameThatIsNoNetworkIsAnError() throws Exception {
    compile(
        "com.example.X", TYPE, "com.example.XNetwork", "package com.example; class XNetwork {}");
    String text = notGenerated("com.example.X");
    assertTrue(
        text.startsWith(
            "[LAM-NOT-GENERATED] com.example.XNetwork is there but is not what is generated for"
                + " com.example.X: it is not both a Network and a X"),
        text);
    assertTrue(text.contains("fix: compile com.example.X again; if XNetwork is yours"), text);
  }

  @Test
  void aNetworkOfThatNameForAnotherTypeIsAnError() throws Exception {
    compile(
        "com.example.X",
        TYPE,
        "com.example.XNetwork",
        handWritten("implements Network", SPEC, BUILD));
    String text = notGenerated("com.example.X");
    assertTrue(text.contains("it is not both a Network and a X"), text);
  }

  @Test
  void aNetworkWithoutShapesIsAnError() throws Exception {
    compile("com.example.X", TYPE, "com.example.XNetwork", handWritten(AS_X, "", """
            XNetwork(Parameters parameters, Backend backend, Options options) { execution = null; }
            """));
    String text = notGenerated("com.example.X");
    assertTrue(text.contains("it has no constant NetworkSpec SPEC"), text);
  }

  @Test
  void aNetworkWithoutTheConstructorIsAnError() throws Exception {
    compile(
        "com.example.X",
        TYPE,
        "com.example.XNetwork",
        handWritten(AS_X, SPEC, "XNetwork(Parameters p) { execution = null; }"));
    String text = notGenerated("com.example.X");
    assertTrue(text.contains("it has no constructor (Parameters, Backend, Options)"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Dense(in = 3, out = 4)",
        "@Dense(in = 4, out = 2)",
        "@Dense(in = 3, out = 2, bias = false)",
        "@Dense(in = 3, out = 2, name = \"head\")",
        "@Dense(in = 3, out = 2, activation = Activation.RELU)",
        "@Dense(in = 3, out = 2) @Dense(out = 2)",
        "@Dense(in = 3, out = 2, from = \"y\")",
        "@Dense(in = 3, out = 2, add = \"x\")",
        "@Dense(in = 3, out = 2, normalization = Normalization.BATCH)",
        "@Dense(in = 3, out = 2, inputNormalization = Normalization.BATCH)",
        "@Input(name = \"y\", size = 3) @Dense(in = 3, out = 2)",
        "@Dense(in = 3, out = 2) @Output(\"head\")",
        "@InputScale @Dense(in = 3, out = 2)",
        "@OutputScale @Dense(in = 3, out = 2)",
      })
  void aNetworkThatWasGeneratedForOtherAnnotationsIsAnError(String annotations) throws Exception {
    compile(
        "com.example.X",
        "package com.example; import dev.lamina.*; " + annotations + " public interface X {}",
        "com.example.XNetwork",
        handWritten(AS_X, SPEC, BUILD));
    String text = notGenerated("com.example.X");
    assertTrue(text.contains(" in the class, ") || text.contains("in one of the two only"), text);
    assertTrue(text.contains("fix: compile com.example.X again"), text);
  }

  @Test
  void aNetworkWrittenByHandInTheFormOfAGeneratedOneIsLoaded() throws Exception {
    compile("com.example.X", TYPE, "com.example.XNetwork", handWritten(AS_X, SPEC, BUILD));
    try (URLClassLoader loader = loader()) {
      TrackedWeights weights = TrackedWeights.random(3);
      Network network = (Network) Lamina.load(loader.loadClass("com.example.X"), weights);
      float[] x = {1, 2, 3};
      new Reference(network.spec(), weights.parameters()).assertComputes(x, network.forward(x));
    }
  }

  @Test
  void aNetworkWhoseConstantsCannotBeMadeIsAnErrorWithItsCause() throws Exception {
    compile(
        "com.example.X",
        TYPE,
        "com.example.XNetwork",
        handWritten(AS_X, SPEC.replace("3, 2", "3, -2"), BUILD));
    LaminaException error = failure("com.example.X");
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "[LAM-NOT-GENERATED] com.example.XNetwork does not fit the version of Lamina that"
                    + " runs: ExceptionInInitializerError, caused by IllegalArgumentException:"
                    + " [LAM-SIZE]"),
        error.getMessage());
    assertInstanceOf(ExceptionInInitializerError.class, error.getCause());
  }

  /** As a class is that was generated for a version of Lamina with another method. */
  @Test
  void aNetworkThatCallsWhatLaminaDoesNotHaveIsAnErrorWithItsCause() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("com.example.X", TYPE);
    sources.put("dev.lamina.execution.Preparation", """
        package dev.lamina.execution;
        import dev.lamina.*;
        import dev.lamina.spi.Backend;
        public final class Preparation {
          public Preparation(NetworkSpec n, Parameters p, Backend b, Options o) {}
          public Execution executionOfTomorrow() { return null; }
        }
        """);
    sources.put("com.example.XNetwork", handWritten(AS_X, SPEC, """
            XNetwork(Parameters parameters, Backend backend, Options options) {
              execution = new Preparation(SPEC, parameters, backend, options).executionOfTomorrow();
            }
            """));
    SourceCompiler.compile(other, sources);
    Files.createDirectories(directory.resolve("com/example"));
    for (String name : List.of("com/example/X.class", "com/example/XNetwork.class")) {
      Files.copy(other.resolve(name), directory.resolve(name));
    }
    LaminaException error = failure("com.example.X");
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "[LAM-NOT-GENERATED] com.example.XNetwork does not fit the version of Lamina that"
                    + " runs: NoSuchMethodError: "),
        error.getMessage());
    assertInstanceOf(NoSuchMethodError.class, error.getCause());
  }

  @Test
  void aClassFileThatCannotBeLoadedIsAnErrorWithItsCause() throws Exception {
    compile("com.example.X", TYPE);
    Files.writeString(directory.resolve("com/example/XNetwork.class"), "not a class file");
    LaminaException error = failure("com.example.X");
    assertTrue(
        error
            .getMessage()
            .startsWith("[LAM-NOT-GENERATED] com.example.XNetwork is there but cannot be loaded:"
                + " ClassFormatError: "),
        error.getMessage());
    assertInstanceOf(ClassFormatError.class, error.getCause());
  }

  private static final String AS_X = "implements X, Network";

  private static final String SPEC = """
      public static final NetworkSpec SPEC =
          NetworkSpec.chain("X", LayerSpec.of("layer1", "x", 3, 2, Activation.IDENTITY));
      """;

  private static final String BUILD = """
      XNetwork(Parameters parameters, Backend backend, Options options) {
        Preparation preparation = new Preparation(SPEC, parameters, backend, options);
        DenseKernel kernel = preparation.dense(SPEC.layers().get(0));
        execution =
            preparation.execution(
                0, pass -> pass.dense(SPEC.layers().get(0), kernel, Slot.input(0), Slot.output(0)));
      }
      """;

  /** A class as the processor writes it, with parts to be left out or put wrong. */
  private static String handWritten(String supertypes, String constants, String constructor) {
    return String.format(
        """
        package com.example;
        import dev.lamina.*;
        import dev.lamina.execution.*;
        import dev.lamina.spi.*;
        final class XNetwork %s {
          %s
          private final Execution execution;
          %s
          @Override public void forward(float[] x, float[] y) { execution.forward(x, y); }
          @Override public float[] forward(float[] x) { return execution.forward(x); }
          @Override public void forward(float[] x, int rows, float[] y) {
            execution.forward(x, rows, y);
          }
          @Override public void forward(
              float[] x, int xOffset, int rows, float[] y, int yOffset, Workspace workspace) {
            execution.forward(x, xOffset, rows, y, yOffset, workspace);
          }
          @Override public Workspace newWorkspace() { return execution.newWorkspace(); }
          @Override public NetworkSpec spec() { return %s; }
        }
        """, supertypes, constants, constructor, constants.isEmpty() ? "null" : "SPEC");
  }

  private void generate() throws IOException {
    SourceCompiler.compile(
        directory,
        Map.of("com.example.X", TYPE),
        List.of(
            "-processor",
            "dev.lamina.processor.LaminaProcessor",
            "-classpath",
            System.getProperty("java.class.path")));
  }

  private void compile(String... namesAndSources) throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    for (int i = 0; i < namesAndSources.length; i += 2) {
      sources.put(namesAndSources[i], namesAndSources[i + 1]);
    }
    SourceCompiler.compile(directory, sources);
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
  }

  private String notGenerated(String type) throws Exception {
    return failure(type).getMessage();
  }

  private LaminaException failure(String type) throws Exception {
    try (URLClassLoader loader = loader()) {
      Class<?> loaded = loader.loadClass(type);
      LaminaException error = assertThrows(LaminaException.class, () -> load(loaded));
      assertEquals(ErrorCode.NOT_GENERATED, error.code());
      return error;
    }
  }

  private static Object load(Class<?> type) {
    return Lamina.load(type, TrackedWeights.random(4));
  }
}
