package dev.lamina.backends.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.backends.plain.JavaBackendProvider;
import dev.lamina.spi.BackendProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas;

/** Asks the provider in Java virtual machines of its own. */
final class ChildJvm {

  private final Path directory;
  private final List<String> options;
  private final Predicate<Path> onClassPath;

  private ChildJvm(Path directory, List<String> options, Predicate<Path> onClassPath) {
    this.directory = directory;
    this.options = options;
    this.onClassPath = onClassPath;
  }

  /**
   * A virtual machine without warnings of native access.
   *
   * @param directory where output goes
   */
  static ChildJvm in(Path directory) {
    return new ChildJvm(
        directory,
        Runtime.version().feature() >= 24
            ? List.of("--enable-native-access=ALL-UNNAMED")
            : List.of(),
        path -> true);
  }

  /** With these options instead. */
  ChildJvm withOptionsOnly(String... only) {
    return new ChildJvm(directory, List.of(only), onClassPath);
  }

  ChildJvm with(String... more) {
    return new ChildJvm(
        directory, Stream.concat(options.stream(), Stream.of(more)).toList(), onClassPath);
  }

  ChildJvm withoutJars(Predicate<String> names) {
    return new ChildJvm(
        directory, options, path -> !names.test(path.getFileName().toString()));
  }

  /** What {@link AvailabilityProgram} prints, on the class path. */
  List<String> ask() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(options);
    String classPath = String.join(
        File.pathSeparator, classPath().filter(onClassPath).map(Path::toString).toList());
    arguments.addAll(List.of("-classpath", classPath, AvailabilityProgram.class.getName()));
    return run(arguments);
  }

  /** The same with the backend as a named module; the program is patched into it. */
  List<String> askOnModulePath() throws IOException, InterruptedException {
    String module = "dev.lamina.backends.blas";
    Path tests = home(AvailabilityProgram.class);
    Stream<Path> homes = Stream.of(
            BlasBackendProvider.class,
            BackendProvider.class,
            JavaBackendProvider.class,
            Loader.class,
            openblas.class)
        .map(ChildJvm::home);
    Stream<Path> natives =
        classPath().filter(path -> path.getFileName().toString().contains(Loader.getPlatform()));
    List<String> modules = Stream.concat(homes, natives).map(Path::toString).toList();
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of(
        "--module-path",
        String.join(File.pathSeparator, modules),
        "--patch-module",
        module + "=" + tests,
        "--add-modules=" + module,
        "--module",
        module + "/" + AvailabilityProgram.class.getName()));
    return run(arguments);
  }

  private static Stream<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of);
  }

  private static Path home(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private List<String> run(List<String> arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("did not end: " + command);
    }
    assertEquals(0, process.exitValue(), () -> command + ": " + text(errors));
    // HotSpot warns there of libraries that it cannot look into.
    return Files.readAllLines(output).stream()
        .dropWhile(line -> !line.startsWith("blas: "))
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
