package dev.lamina.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.ErrorCode;
import dev.lamina.processor.CompilerUnderTest.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds {@code docs/errors.md} against the codes, and its examples against the compiler. */
class ErrorCatalogueTest {

  private static final Path PAGE = Path.of("..", "docs", "errors.md");
  private static final Path EXPECTED = Path.of("src", "test", "resources", "expected");
  private static final Pattern SECTION = Pattern.compile("(?m)^### (LAM-[A-Z-]+)$");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)```java\n(.*?)\n```\n\n```\n(.*?)\n```\n");
  private static final Pattern CODE = Pattern.compile("\\[(LAM-[A-Z-]+)]");

  @TempDir
  Path directory;

  @Test
  void everyCodeHasASectionAndEverySectionACode() throws IOException {
    Set<String> codes = Arrays.stream(ErrorCode.values())
        .map(ErrorCode::code)
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(codes, all(SECTION, Files.readString(PAGE)));
  }

  @Test
  void everyExampleOnThePageGivesTheMessageBelowIt() throws IOException {
    String page = Files.readString(PAGE);
    Matcher example = EXAMPLE.matcher(page);
    StringBuilder actual = new StringBuilder();
    while (example.find()) {
      String message = compile(example.group(1));
      example.appendReplacement(
          actual,
          Matcher.quoteReplacement(
              "```java\n" + example.group(1) + "\n```\n\n```\n" + message + "\n```\n"));
    }
    example.appendTail(actual);
    if (Boolean.getBoolean("lamina.rewriteExpected")) {
      Files.writeString(PAGE, actual.toString());
    }
    assertEquals(Files.readString(PAGE), actual.toString());
  }

  private String compile(String example) throws IOException {
    Path folder = Files.createTempDirectory(directory, "example");
    String imports = "package acme; import dev.lamina.*; import static dev.lamina.Activation.*;\n";
    return CompilerUnderTest.JAVAC
        .compile(folder, new Source("acme.Example", imports + example))
        .diagnostics()
        .stream()
        .filter(ErrorCatalogueTest::isOurs)
        .map(ErrorCatalogueTest::printed)
        .collect(Collectors.joining("\n"));
  }

  /** Compilers have warnings of their own; errors of their own would be a mistake on the page. */
  private static boolean isOurs(Diagnostic<?> diagnostic) {
    return diagnostic.getPosition() != Diagnostic.NOPOS
        && (diagnostic.getKind() == Diagnostic.Kind.ERROR
            || CompilerUnderTest.text(diagnostic).startsWith("[LAM-"));
  }

  private static String printed(Diagnostic<?> diagnostic) {
    String kind = diagnostic.getKind() == Diagnostic.Kind.ERROR ? "error: " : "warning: ";
    return kind + CompilerUnderTest.text(diagnostic).replace("\n", "\n    ");
  }

  /** Each is asserted there with its count, text, line and column, see {@link ErrorTest}. */
  @Test
  void everySectionAboutCompilingIsProvokedByASource() throws IOException {
    String page = Files.readString(PAGE);
    String compiling = page.substring(0, page.indexOf("## At run time"));
    Set<String> asserted = new TreeSet<>();
    for (Path file : files(EXPECTED, ".txt")) {
      asserted.addAll(all(CODE, Files.readString(file)));
    }
    assertEquals(all(SECTION, compiling), asserted);
  }

  @Test
  void everySectionAboutRunningIsAssertedByATest() throws IOException {
    String page = Files.readString(PAGE);
    Set<String> missing = all(SECTION, page.substring(page.indexOf("## At run time")));
    // What only a mistake of ours can provoke.
    missing.remove(ErrorCode.INTERNAL.code());
    for (String module : List.of("api", "runtime/weights", "runtime/core")) {
      for (Path file : files(Path.of("..").resolve(module).resolve("src/test/java"), ".java")) {
        String test = Files.readString(file);
        missing.removeIf(code -> test.contains("[" + code + "]")
            || test.contains("ErrorCode." + code.substring(4).replace('-', '_')));
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyExpectedFileBelongsToASource() throws IOException {
    List<String> sources = new ArrayList<>(Expectations.sources("bad"));
    sources.addAll(Expectations.sources("warned"));
    for (Path file : files(EXPECTED, ".txt")) {
      String name = file.getFileName().toString().replace(".txt", "");
      assertTrue(sources.contains(name), () -> file + " is left over");
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static Set<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
