package dev.lamina.cli;

import dev.lamina.weights.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * Where the files of a class go in a project of Maven's or Gradle's layout.
 *
 * @param directory the folder of the project
 * @param packageName the package, empty for none
 * @param simpleName the name of the class in it
 */
record ProjectFiles(Path directory, String packageName, String simpleName) {

  /**
   * The files of a class.
   *
   * @throws CommandException if the name is none
   */
  static ProjectFiles of(Path directory, String className) {
    if (!SourceVersion.isName(className, SourceVersion.RELEASE_17)) {
      throw new CommandException("\"" + className
          + "\" is no name of a Java class\n  fix: a name such as com.acme.Digits");
    }
    int dot = className.lastIndexOf('.');
    return new ProjectFiles(
        directory, dot < 0 ? "" : className.substring(0, dot), className.substring(dot + 1));
  }

  String className() {
    return packageName.isEmpty() ? simpleName : packageName + "." + simpleName;
  }

  Path source() {
    return in("src/main/java").resolve(simpleName + ".java");
  }

  Path test() {
    return in("src/test/java").resolve(simpleName + "Test.java");
  }

  Path resource() {
    return in("src/main/resources").resolve(resourceName());
  }

  /** {@code DigitReader} has {@code digit-reader.safetensors}. */
  String resourceName() {
    return simpleName.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT)
        + ".safetensors";
  }

  private Path in(String root) {
    Path folder = directory.resolve(root);
    return packageName.isEmpty() ? folder : folder.resolve(packageName.replace('.', '/'));
  }

  /** Refuses to go on where a file would be replaced. */
  void requireAbsent() {
    List<Path> present =
        Stream.of(source(), test(), resource()).filter(Files::exists).toList();
    if (!present.isEmpty()) {
      throw new CommandException(
          "there is a file already: " + present + "\n  fix: --force replaces it");
    }
  }

  /** Writes a text, and the folders that it lies in. */
  void write(Path file, String text) {
    makeFolder(file);
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Makes the folder that a file lies in. */
  static void makeFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
