package dev.lamina.runtime;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a program in a Java virtual machine of its own, as a user would start it. */
final class ChildJvm {

  private ChildJvm() {}

  /** What became of a program. */
  record Outcome(int exitCode, List<String> output, List<String> errors) {}

  /**
   * Runs a program to its end.
   *
   * @param directory where its output may be kept
   * @param environment what is added to the environment
   * @param arguments options, the main class or module, and its arguments
   */
  static Outcome run(Path directory, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Such a short life is not worth an optimising compiler.
    command.add("-XX:TieredStopAtLevel=1");
    // A line for each thing that is logged.
    command.add("-Djava.util.logging.SimpleFormatter.format=%4$s %3$s %5$s%n");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("did not end: " + command);
    }
    return new Outcome(process.exitValue(), Files.readAllLines(output), Files.readAllLines(errors));
  }

  /** Where the classes are that a program needs which does without Guice. */
  static List<Path> lamina() throws ClassNotFoundException {
    List<Path> homes = new ArrayList<>();
    for (String type : List.of(
        "dev.lamina.Network",
        "dev.lamina.weights.WeightsSource",
        "dev.lamina.runtime.Lamina",
        "dev.lamina.backends.plain.JavaBackendProvider",
        "com.fasterxml.jackson.core.JsonFactory",
        "com.google.protobuf.CodedInputStream")) {
      homes.add(home(type));
    }
    return homes;
  }

  /** Where the modules are that Lamina's modules require. */
  static List<Path> laminaAndGuice() throws ClassNotFoundException {
    List<Path> homes = lamina();
    for (String type : List.of(
        "com.google.inject.Injector",
        "jakarta.inject.Inject",
        "org.aopalliance.intercept.MethodInterceptor",
        "com.google.common.collect.ImmutableList",
        "com.google.common.util.concurrent.internal.InternalFutures")) {
      homes.add(home(type));
    }
    return homes;
  }

  /** A class path or module path. */
  static String path(List<Path> homes) {
    return homes.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** The jar or directory that a class was loaded from. */
  static Path home(String type) throws ClassNotFoundException {
    try {
      return Path.of(Class.forName(type)
          .getProtectionDomain()
          .getCodeSource()
          .getLocation()
          .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
