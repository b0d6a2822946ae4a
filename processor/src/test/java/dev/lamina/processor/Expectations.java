package dev.lamina.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The golden files in {@code src/test/resources}. Run the tests with {@code
 * -Dlamina.rewriteExpected=true} to write them anew, and read the difference before you commit it.
 */
final class Expectations {

  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private Expectations() {}

  /** The names of all sources in a folder. */
  static List<String> sources(String folder) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String source(String folder, String name) throws IOException {
    return Files.readString(RESOURCES.resolve(folder).resolve(name + ".java"));
  }

  static void assertExpected(String file, String actual) throws IOException {
    Path expected = RESOURCES.resolve("expected").resolve(file);
    if (Boolean.getBoolean("lamina.rewriteExpected")) {
      Files.createDirectories(expected.getParent());
      Files.writeString(expected, actual);
    }
    assertEquals(
        Files.exists(expected) ? Files.readString(expected) : "(there is no file " + expected + ")",
        actual,
        () -> "differs from " + expected);
  }
}
