package dev.lamina.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;
import static dev.lamina.processor.Expectations.assertExpected;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.lamina.processor.CompilerUnderTest.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedCodeTest {

  @TempDir
  Path directory;

  static List<String> goodSources() {
    return Expectations.sources("good");
  }

  @ParameterizedTest
  @MethodSource("goodSources")
  void everyGoodSourceCompilesWithoutWarningsAndGeneratesTheExpectedText(String name)
      throws IOException {
    String source = Expectations.source("good", name);
    for (CompilerUnderTest compiler : CompilerUnderTest.values()) {
      CompilerUnderTest.Result result =
          compiler.compile(directory.resolve(compiler.name()), new Source("acme." + name, source));
      assertTrue(result.success(), () -> compiler + ": " + result.texts());
      assertEquals(List.of(), result.texts(), compiler::name);
      try (Stream<Path> files = Files.list(result.generated().resolve("acme"))) {
        for (Path file : files.sorted().toList()) {
          assertExpected(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
  }

  /** With the lint that other processors leave no chance, so that only ours counts. */
  @ParameterizedTest
  @MethodSource("goodSources")
  void noAnnotationOfOursIsLeftUnclaimed(String name) throws IOException {
    CompilerUnderTest.Result result = CompilerUnderTest.JAVAC.compile(
        directory,
        List.of("-Xlint:processing"),
        new Source("acme." + name, Expectations.source("good", name)));
    assertEquals(
        List.of(),
        result.texts().stream().filter(text -> text.contains("dev.lamina.")).toList());
  }

  @Test
  void theGeneratedTextIsAscii() throws IOException {
    for (String name : goodSources()) {
      CompilerUnderTest.Result result = CompilerUnderTest.JAVAC.compile(
          directory.resolve(name), new Source("acme." + name, Expectations.source("good", name)));
      try (Stream<Path> files = Files.list(result.generated().resolve("acme"))) {
        for (Path file : files.toList()) {
          String text = Files.readString(file);
          assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(text), file::toString);
        }
      }
    }
  }

  @Test
  void theOrderOfTheSourcesDoesNotChangeTheText() throws IOException {
    Source first = new Source("acme.Linear", Expectations.source("good", "Linear"));
    Source second = new Source("acme.Named", Expectations.source("good", "Named"));
    CompilerUnderTest.Result forwards =
        CompilerUnderTest.JAVAC.compile(directory.resolve("forwards"), first, second);
    CompilerUnderTest.Result backwards =
        CompilerUnderTest.JAVAC.compile(directory.resolve("backwards"), second, first);
    for (String name : List.of("acme.LinearNetwork", "acme.NamedNetwork")) {
      assertEquals(forwards.generatedSource(name), backwards.generatedSource(name));
    }
  }

  @ParameterizedTest
  @EnumSource(CompilerUnderTest.class)
  void aTypeInTheDefaultPackageGetsItsNetworkThere(CompilerUnderTest compiler) throws IOException {
    CompilerUnderTest.Result result = compiler.compile(
        directory, new Source("Plain", "@dev.lamina.Dense(in = 1, out = 2) interface Plain {}"));
    assertTrue(result.success(), () -> result.texts().toString());
    assertTrue(result.generatedSource("PlainNetwork").contains("final class PlainNetwork"));
  }

  @Test
  void noMethodOfADeepNetworkComesNearTheLimitOfTheJustInTimeCompiler() {
    String layers = IntStream.rangeClosed(1, 200)
        .mapToObj(
            i -> "@dev.lamina.Dense(in = %d, out = %d, activation = dev.lamina.Activation.RELU)%n"
                .formatted(i, i + 1))
        .reduce("", String::concat);
    CompilerUnderTest.Result result = CompilerUnderTest.JAVAC.compile(
        directory, new Source("acme.Deep", "package acme;\n" + layers + "interface Deep {}"));
    assertEquals(List.of(), result.texts());
    for (String type : List.of("DeepNetwork", "DeepNetwork$Part1", "DeepNetwork$Part4")) {
      int longest = longestMethod(directory.resolve("classes/acme/" + type + ".class"));
      assertTrue(longest < 4000, () -> type + " has a method of " + longest + " bytes");
    }
  }

  /** The largest offset of an instruction in the listing of a class. */
  private static int longestMethod(Path classFile) {
    StringWriter listing = new StringWriter();
    ToolProvider.findFirst("javap")
        .orElseThrow()
        .run(new PrintWriter(listing), new PrintWriter(listing), "-p", "-c", classFile.toString());
    int longest = 0;
    Matcher instruction = Pattern.compile("(?m)^ +(\\d+): ").matcher(listing.toString());
    while (instruction.find()) {
      longest = Math.max(longest, Integer.parseInt(instruction.group(1)));
    }
    assertTrue(longest > 0, listing::toString);
    return longest;
  }

  @Test
  void aLayerOf65536UnitsCompiles() {
    CompilerUnderTest.Result result =
        CompilerUnderTest.JAVAC.compile(directory, new Source("acme.Wide", """
                package acme;
                @dev.lamina.Dense(in = 16, out = 65_536, activation = dev.lamina.Activation.RELU)
                @dev.lamina.Dense(in = 65_536, out = 65_536 / 4)
                interface Wide {}
                """));
    assertEquals(List.of(), result.texts());
  }

  @ParameterizedTest
  @EnumSource(CompilerUnderTest.class)
  void oddIdentifiersAreTakenAsTheyAre(CompilerUnderTest compiler) {
    CompilerUnderTest.Result result =
        compiler.compile(directory, new Source("acme.$Odd_\u00e9t\u00e9$", """
                package acme;
                interface $Odd_\u00e9t\u00e9$ {
                  @dev.lamina.Dense(in = 2, out = 1)
                  interface Pass$1 { float L1(float p, float X_$); }
                }
                """));
    assertTrue(result.success(), () -> result.texts().toString());
  }

  @Test
  void aSupertypeThatAnotherProcessorGeneratesIsWaitedFor() {
    Compilation compilation = javac()
        .withProcessors(new BaseProcessor(), new LaminaProcessor())
        .compile(late("interface Late extends Base { default void close() {} }"));
    assertThat(compilation).succeededWithoutWarnings();
    assertThat(compilation).generatedSourceFile("acme.LateNetwork");
  }

  @Test
  void aMethodInheritedFromAGeneratedSupertypeIsChecked() {
    Compilation compilation = javac()
        .withProcessors(new BaseProcessor(), new LaminaProcessor())
        .compile(late("interface Late extends Base {}"));
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining("[LAM-RESULT] method close()");
  }

  @Test
  void aTypeThatNeverComesIsTheCompilersErrorAndNotOurs() {
    Compilation compilation = javac()
        .withProcessors(new LaminaProcessor())
        .compile(late("interface Late extends Base {}"));
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining("Base");
  }

  private static JavaFileObject late(String type) {
    return JavaFileObjects.forSourceString(
        "acme.Late", "package acme; @dev.lamina.Dense(in = 64, out = 2) " + type);
  }

  @Test
  void aModuleThatExportsItsNetworkCompilesWithoutWarnings() throws IOException {
    CompilerUnderTest.Result result = CompilerUnderTest.JAVAC.compile(
        directory,
        new Source("module-info", "module acme.app { requires dev.lamina; exports acme; }"),
        new Source("acme.Linear", """
                package acme;
                @SuppressWarnings("exports")
                @dev.lamina.Dense(in = 3, out = 1)
                public interface Linear {}
                """));
    assertEquals(List.of(), result.texts());
    assertTrue(result.success());
    assertFalse(result.generatedSource("acme.LinearNetwork").contains("@Generated"));
  }
}
