package dev.lamina.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.lamina.processor.CompilerUnderTest.Result;
import dev.lamina.processor.CompilerUnderTest.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files named by {@code @Weights}, compared with the network while compiling. */
class WeightsCheckTest {

  private static final List<String> CHECK = List.of("-Alamina.weights");

  /** Where the value of the annotation stands, for both compilers. */
  private static final String SOURCE = """
      package acme;
      import dev.lamina.*;
      @Weights("model.safetensors")
      @Dense(in = 3, out = 2)
      public interface Model {}
      """;

  @TempDir
  Path directory;

  /** Two tensors in PyTorch's order, out x in. */
  private static byte[] file(int out, int in) {
    int end = 4 * out * in;
    String header = String.format(
        "{\"0.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]},"
            + "\"0.bias\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]}}",
        out, in, end, out, end, end + 4 * out);
    byte[] json = header.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Long.BYTES + json.length + end + 4 * out)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  private Result compile(CompilerUnderTest compiler, List<String> options, String source) {
    return compiler.compile(directory, options, new Source("acme.Model", source));
  }

  private static List<String> errors(Result result) {
    return result.diagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(CompilerUnderTest::text)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatFitsBesideTheClassesIsNoError(CompilerUnderTest compiler) throws IOException {
    write(directory.resolve("classes/acme/model.safetensors"), file(2, 3));

    assertEquals(List.of(), errors(compile(compiler, CHECK, SOURCE)));
  }

  @ParameterizedTest
  @EnumSource
  void everyMismatchIsOneErrorOnTheValueOfTheAnnotation(CompilerUnderTest compiler)
      throws IOException {
    Path file = directory.resolve("classes/acme/model.safetensors");
    write(file, file(7, 5));

    Result result = compile(compiler, CHECK, SOURCE);

    assertEquals(
        List.of(String.join(
            "\n",
            "[LAM-WEIGHTS] " + file + " does not fit network Model (2 problems)",
            "the file:    5 -> 7",
            "the network: 3 -> 2",
            "layer1: 0.weight is (7 x 5), expected (2 x 3) (out x in)",
            "layer1: 0.bias is (7), expected (2)",
            "fix: load the file that was trained as Model, or make name, in and out of its @Dense"
                + " layers what the file has")),
        errors(result));
    Diagnostic<? extends JavaFileObject> error = result.diagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .findFirst()
        .orElseThrow();
    assertEquals(
        compiler == CompilerUnderTest.JAVAC ? "javac 3:10" : "eclipse 3 `\"model.safetensors\"`",
        compiler.position(error, SOURCE));
  }

  @ParameterizedTest
  @EnumSource
  void theNetworkIsGeneratedWhateverIsWrongWithTheFile(CompilerUnderTest compiler)
      throws IOException {
    write(directory.resolve("classes/acme/model.safetensors"), file(7, 5));

    Result result = compile(compiler, CHECK, SOURCE);

    assertTrue(result.generatedSource("acme.ModelNetwork").contains("kernel1"));
  }

  @ParameterizedTest
  @EnumSource
  void valuesAreNotRead(CompilerUnderTest compiler) throws IOException {
    byte[] content = file(2, 3);
    // NaN in the last bias, which loading would complain about.
    ByteBuffer.wrap(content).putInt(content.length - 4, -1);
    write(directory.resolve("classes/acme/model.safetensors"), content);

    assertEquals(List.of(), errors(compile(compiler, CHECK, SOURCE)));
  }

  @ParameterizedTest
  @EnumSource
  void aMissingFileIsAnErrorThatSaysWhereItWasSought(CompilerUnderTest compiler) {
    assertEquals(List.of("""
            [LAM-FILE] there is no resource acme/model.safetensors
            searched: the compiler's output folder, the source path
            fix: put the file into src/main/resources/acme/model.safetensors; a build that copies \
            resources after it compiles needs -Alamina.weights=src/main/resources"""), errors(compile(compiler, CHECK, SOURCE)));
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedFileIsAnErrorWithTheCodeOfTheReader(CompilerUnderTest compiler) throws IOException {
    write(directory.resolve("classes/acme/model.safetensors"), new byte[3]);

    List<String> errors = errors(compile(compiler, CHECK, SOURCE));

    assertEquals(1, errors.size(), errors.toString());
    assertTrue(errors.get(0).startsWith("[LAM-FILE] "), errors.toString());
    assertTrue(errors.get(0).contains("the file is too short"), errors.toString());
  }

  @ParameterizedTest
  @EnumSource
  void folderOfTheOptionComesFirst(CompilerUnderTest compiler) throws IOException {
    Path resources = directory.resolve("resources");
    write(resources.resolve("acme/model.safetensors"), file(2, 3));
    write(directory.resolve("classes/acme/model.safetensors"), file(7, 5));

    assertEquals(
        List.of(), errors(compile(compiler, List.of("-Alamina.weights=" + resources), SOURCE)));
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatBeginsWithASlashIsMeantFromTheRoot(CompilerUnderTest compiler) throws IOException {
    write(directory.resolve("classes/models/model.safetensors"), file(2, 3));

    assertEquals(
        List.of(),
        errors(compile(
            compiler, CHECK, SOURCE.replace("model.safetensors", "/models/model.safetensors"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../model.safetensors",
        "/../../model.safetensors",
        "a/./b",
        "a//b",
        "C:/model.safetensors",
        "..\\\\model.safetensors",
        "/",
        ""
      })
  void aNameThatLeadsElsewhereIsRefusedWithoutLooking(String name) throws IOException {
    write(directory.resolve("model.safetensors"), file(2, 3));
    write(directory.resolve("classes/model.safetensors"), file(2, 3));
    for (List<String> options : List.of(CHECK, List.<String>of())) {
      List<String> errors = errors(
          compile(CompilerUnderTest.JAVAC, options, SOURCE.replace("model.safetensors", name)));

      assertEquals(1, errors.size(), errors.toString());
      assertTrue(errors.get(0).contains("is not the name of a resource"), errors.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLinkThatLeadsOutOfTheFolderIsRefused(CompilerUnderTest compiler) throws IOException {
    Path outside = directory.resolve("outside.safetensors");
    write(outside, file(2, 3));
    Path link = directory.resolve("classes/acme/model.safetensors");
    Files.createDirectories(link.getParent());
    try {
      Files.createSymbolicLink(link, outside);
    } catch (IOException | UnsupportedOperationException e) {
      assumeTrue(false, "no symbolic links here: " + e);
    }

    List<String> errors = errors(compile(compiler, CHECK, SOURCE));

    assertEquals(1, errors.size(), errors.toString());
    assertTrue(errors.get(0).contains("is a link that leads out of"), errors.toString());
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheOptionNothingIsReadAndANoteSaysSo(CompilerUnderTest compiler) {
    Result result = compile(compiler, List.of(), SOURCE);

    assertEquals(List.of(), errors(result));
    assertEquals(
        1,
        result.texts().stream()
            .filter(text -> text.contains("if the compiler is given -Alamina.weights"))
            .count(),
        result.texts().toString());
  }

  @ParameterizedTest
  @EnumSource
  void weightsWithoutLayersAreAnError(CompilerUnderTest compiler) {
    assertEquals(
        List.of(
            "[LAM-NOT-ANNOTATED] Model has @Weights but no @Dense: there is no network to load\n"
                + "fix: declare the layers with @Dense, or remove @Weights"),
        errors(compile(compiler, List.of(), SOURCE.replace("@Dense(in = 3, out = 2)\n", ""))));
  }

  /** Gradle asks after init, and recompiles everything unless it hears "isolating". */
  @Test
  void gradleHearsThatAProcessorThatMayReadResourcesIsNotIncremental() {
    String isolating = "org.gradle.annotation.processing.isolating";

    assertTrue(supportedOptions(List.of()).contains(isolating));
    assertEquals(Set.of("lamina.weights"), supportedOptions(CHECK));
  }

  private static Set<String> supportedOptions(List<String> options) {
    LaminaProcessor processor = new LaminaProcessor();
    Compilation compilation = javac()
        .withOptions(options)
        .withProcessors(processor)
        .compile(JavaFileObjects.forSourceString(
            "acme.Single", "package acme; @dev.lamina.Dense(in = 1, out = 1) interface Single {}"));
    assertThat(compilation).succeeded();
    return processor.getSupportedOptions();
  }
}
