package dev.lamina.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    String source = Expectations.source("bad", name);
    List<Diagnostic<? extends JavaFileObject>> ofJavac =
        errors(CompilerUnderTest.JAVAC, name, source);
    List<Diagnostic<? extends JavaFileObject>> ofEclipse =
        errors(CompilerUnderTest.ECLIPSE, name, source);
    assertEquals(
        ofJavac.stream().map(CompilerUnderTest::text).sorted().toList(),
        ofEclipse.stream().map(CompilerUnderTest::text).sorted().toList());

    StringBuilder report = new StringBuilder();
    for (Diagnostic<? extends JavaFileObject> error : ofJavac) {
      String text = CompilerUnderTest.text(error);
      Diagnostic<? extends JavaFileObject> same = ofEclipse.stream()
          .filter(other -> CompilerUnderTest.text(other).equals(text))
          .findFirst()
          .orElseThrow();
      report
          .append(CompilerUnderTest.JAVAC.position(error, source))
          .append(", ")
          .append(CompilerUnderTest.ECLIPSE.position(same, source))
          .append("\n")
          .append(text)
          .append("\n\n");
    }
    Expectations.assertExpected(name + ".txt", report.toString());
  }

  private List<Diagnostic<? extends JavaFileObject>> errors(
      CompilerUnderTest compiler, String name, String source) {
    CompilerUnderTest.Result result =
        compiler.compile(directory.resolve(compiler.name()), new Source("acme." + name, source));
    assertFalse(result.success(), compiler::name);
    return result.diagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
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
        javac().withProcessors(new WrappedEnvironmentProcessor()).compile(source);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining("[LAM-SIZE]").inFile(source).onLine(1);
  }
}
