package dev.lamina.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.lamina.processor.CompilerUnderTest.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorTest {

  @TempDir
  Path directory;

  static List<String> badSources() {
    return Expectations.sources("bad");
  }

  @ParameterizedTest
  @MethodSource("badSources")
  void everyBadSourceGivesTheExpectedErrorsAndNoOthersUnderEveryCompiler(String name)
      throws IOException {
    assertReport("bad", name, Diagnostic.Kind.ERROR);
  }

  static List<String> warnedSources() {
    return Expectations.sources("warned");
  }

  @ParameterizedTest
  @MethodSource("warnedSources")
  void whatIsOddButRightGivesTheExpectedWarningsUnderEveryCompiler(String name) throws IOException {
    assertReport("warned", name, Diagnostic.Kind.WARNING);
  }

  private void assertReport(String folder, String name, Diagnostic.Kind kind) throws IOException {
    String source = Expectations.source(folder, name);
    List<Diagnostic<? extends JavaFileObject>> ofJavac =
        diagnostics(CompilerUnderTest.JAVAC, name, source, kind);
    List<Diagnostic<? extends JavaFileObject>> ofEclipse =
        diagnostics(CompilerUnderTest.ECLIPSE, name, source, kind);
    assertEquals(
        ofJavac.stream().map(CompilerUnderTest::text).sorted().toList(),
        ofEclipse.stream().map(CompilerUnderTest::text).sorted().toList());

    StringBuilder report = new StringBuilder();
    for (Diagnostic<? extends JavaFileObject> diagnostic : ofJavac) {
      String text = CompilerUnderTest.text(diagnostic);
      Diagnostic<? extends JavaFileObject> same = ofEclipse.stream()
          .filter(other -> CompilerUnderTest.text(other).equals(text))
          .findFirst()
          .orElseThrow();
      report
          .append(CompilerUnderTest.JAVAC.position(diagnostic, source))
          .append(", ")
          .append(CompilerUnderTest.ECLIPSE.position(same, source))
          .append("\n")
          .append(text)
          .append("\n\n");
    }
    Expectations.assertExpected(name + ".txt", report.toString());
  }

  /** What is said about a source; of warnings, only ours: compilers have their own. */
  private List<Diagnostic<? extends JavaFileObject>> diagnostics(
      CompilerUnderTest compiler, String name, String source, Diagnostic.Kind kind) {
    CompilerUnderTest.Result result =
        compiler.compile(directory.resolve(compiler.name()), new Source("acme." + name, source));
    return result.diagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == kind)
        .filter(diagnostic ->
            kind == Diagnostic.Kind.ERROR || CompilerUnderTest.text(diagnostic).startsWith("[LAM-"))
        .toList();
  }

  @Test
  void aWrongLinkIsAnErrorOnTheVeryValue() {
    JavaFileObject source = JavaFileObjects.forSourceString("acme.Chain", """
            package acme;
            import dev.lamina.Dense;
            @Dense(in = 784, out = 128)
            @Dense(in = 100, out = 10)
            interface Chain {}
            """);
    Compilation compilation = javac().withProcessors(new LaminaProcessor()).compile(source);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining("[LAM-SHAPE] layer 2 takes in = 100 but layer 1 produces out = 128")
        .inFile(source)
        .onLine(4)
        .atColumn(13);
  }

  @Test
  void aCorrectClassBesideAWrongOneIsGenerated() throws IOException {
    CompilerUnderTest.Result result = CompilerUnderTest.JAVAC.compile(
        directory,
        new Source("acme.Chain", Expectations.source("bad", "Chain")),
        new Source("acme.Linear", Expectations.source("good", "Linear")));
    assertEquals(1, result.diagnostics().size());
    assertTrue(result.generatedSource("acme.LinearNetwork").contains("kernel1"));
    assertTrue(result.generatedSource("acme.ChainNetwork").contains("compiled with errors"));
  }

  @Test
  void withoutSyntaxTreesTheErrorIsStillThere() {
    JavaFileObject source = JavaFileObjects.forSourceString(
        "acme.Single", "package acme; @dev.lamina.Dense(in = -1, out = 10) interface Single {}");
    Compilation compilation =
        javac().withProcessors(new WrappedEnvironmentProcessor(false)).compile(source);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining("[LAM-SIZE]").inFile(source).onLine(1);
  }

  @Test
  void aFailureOfLaminaItselfIsShownOnTheTypeWithARequestToReportIt() {
    JavaFileObject source = JavaFileObjects.forSourceString(
        "acme.Single", "package acme; @dev.lamina.Dense(in = 1, out = 10) interface Single {}");
    Compilation compilation =
        javac().withProcessors(new WrappedEnvironmentProcessor(true)).compile(source);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining("[LAM-INTERNAL] Lamina failed on Single; please report this")
        .inFile(source)
        .onLine(1);
    assertThat(compilation).hadErrorContaining("no space left on device");
  }
}
