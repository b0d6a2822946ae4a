package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program on the module path, compiled by javac and run in a Java virtual machine of its own. */
class ModularProgramTest {

  private static final String MODEL = """
      package com.example.app;
      @dev.lamina.Dense(in = 3, out = 2)
      interface Model {}
      """;

  private static final String WITHOUT_LOOKUP = "Lamina.load(Model.class, weights)";

  private static final String WITH_LOOKUP =
      "Lamina.builder(Model.class).weights(weights).lookup(MethodHandles.lookup()).build()";

  private static final String CHOSEN =
      "INFO dev.lamina.runtime Model (3 -> 2, 8 parameters) runs on backend java: highest priority"
          + " of 1 usable";

  @TempDir
  private Path directory;

  @Test
  void aPackageThatIsOpenToLaminaNeedsNoLookup() throws Exception {
    compile(
        "requires dev.lamina.runtime; opens com.example.app to dev.lamina.runtime;",
        WITHOUT_LOOKUP);
    assertPredicts(run());
  }

  @Test
  void aPackageThatIsClosedNeedsALookup() throws Exception {
    compile("requires dev.lamina.runtime;", WITH_LOOKUP);
    assertPredicts(run());
  }

  @Test
  void aClosedPackageWithoutALookupIsAnErrorThatShowsBothWays() throws Exception {
    compile("requires dev.lamina.runtime;", WITHOUT_LOOKUP);
    ChildJvm.Outcome outcome = run();
    assertEquals(
        List.of(
            "Exception in thread \"main\" dev.lamina.LaminaException: [LAM-ACCESS] Lamina does not"
                + " reach com.example.app.ModelNetwork in module com.example",
            "  fix: in module-info.java of com.example:  opens com.example.app to"
                + " dev.lamina.runtime;",
            "  or:  in code of com.example: "
                + " Lamina.builder(Model.class).lookup(MethodHandles.lookup())"),
        outcome.errors().subList(0, 3));
    assertEquals(1, outcome.exitCode());
  }

  @Test
  void aLookupWithoutAccessIsAnErrorThatShowsBothWays() throws Exception {
    compile(
        "requires dev.lamina.runtime;",
        WITH_LOOKUP.replace("MethodHandles.lookup()", "MethodHandles.publicLookup()"));
    ChildJvm.Outcome outcome = run();
    assertTrue(
        outcome
            .errors()
            .get(0)
            .endsWith(
                "[LAM-ACCESS] the lookup that was given (java.lang.Object/publicLookup) does not"
                    + " reach com.example.app.ModelNetwork in module com.example"),
        () -> outcome.errors().toString());
    assertTrue(outcome.errors().get(1).contains("opens com.example.app to dev.lamina.runtime;"));
    assertEquals(1, outcome.exitCode());
  }

  @Test
  void aPublicNetworkInAnExportedPackageNeedsNeither() throws Exception {
    compile(
        "requires transitive dev.lamina.runtime; exports com.example.app;",
        MODEL.replace("interface", "public interface"),
        WITHOUT_LOOKUP);
    assertPredicts(run());
  }

  @Test
  void guiceBindsNetworksOfModules() throws Exception {
    compile(
        "requires dev.lamina.runtime; opens com.example.app to dev.lamina.runtime;",
        "com.google.inject.Guice.createInjector(LaminaModule.of(Model.class, weights))"
            + ".getInstance(Model.class)");
    assertPredicts(run());
  }

  @Test
  void guiceBindsNetworksOfClosedPackagesThroughALookup() throws Exception {
    compile(
        "requires dev.lamina.runtime;",
        "com.google.inject.Guice.createInjector("
            + "LaminaModule.of(Model.class, weights).lookup(MethodHandles.lookup()))"
            + ".getInstance(Model.class)");
    assertPredicts(run());
  }

  private static void assertPredicts(ChildJvm.Outcome outcome) {
    assertEquals(List.of("com.example.app.ModelNetwork 2"), outcome.output());
    assertEquals(1, outcome.errors().size(), () -> outcome.errors().toString());
    assertTrue(
        outcome.errors().get(0).startsWith(CHOSEN), () -> outcome.errors().toString());
    assertEquals(0, outcome.exitCode());
  }

  private void compile(String directives, String expression) throws Exception {
    compile(directives, MODEL, expression);
  }

  private void compile(String directives, String model, String expression) throws Exception {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("module-info", "module com.example { " + directives + " }");
    sources.put("com.example.app.Model", model);
    sources.put("com.example.app.Main", """
        package com.example.app;
        import dev.lamina.*;
        import dev.lamina.runtime.*;
        import dev.lamina.weights.WeightsSource;
        import java.lang.invoke.MethodHandles;
        public final class Main {
          private Main() {}
          public static void main(String[] arguments) {
            WeightsSource weights =
                WeightsSource.parameters(Parameters.random(ModelNetwork.SPEC, 1));
            Model model = %s;
            float[] y = ((Network) model).forward(new float[] {1, 2, 3});
            System.out.println(model.getClass().getName() + " " + y.length);
          }
        }
        """.formatted(expression));
    SourceCompiler.compile(
        directory,
        sources,
        List.of(
            "-Xlint:all",
            "-Werror",
            "--module-path",
            path(lamina()),
            "--processor-path",
            System.getProperty("java.class.path"),
            "-processor",
            "dev.lamina.processor.LaminaProcessor"));
  }

  private ChildJvm.Outcome run() throws Exception {
    List<Path> all = new ArrayList<>(lamina());
    all.add(directory);
    return ChildJvm.run(
        directory,
        Map.of(),
        List.of("--module-path", path(all), "--module", "com.example/com.example.app.Main"));
  }

  /** Lamina's modules and what they require. */
  private static List<Path> lamina() throws ClassNotFoundException {
    List<Path> homes = new ArrayList<>();
    for (String type : List.of(
        "dev.lamina.Network",
        "dev.lamina.weights.WeightsSource",
        "dev.lamina.runtime.Lamina",
        "dev.lamina.backends.plain.JavaBackendProvider",
        "com.fasterxml.jackson.core.JsonFactory",
        "com.google.protobuf.CodedInputStream",
        "com.google.inject.Injector",
        "jakarta.inject.Inject",
        "org.aopalliance.intercept.MethodInterceptor",
        "com.google.common.collect.ImmutableList",
        "com.google.common.util.concurrent.internal.InternalFutures")) {
      homes.add(ChildJvm.home(type));
    }
    return homes;
  }

  private static String path(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
