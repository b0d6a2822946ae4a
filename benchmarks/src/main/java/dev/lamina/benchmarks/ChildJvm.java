package dev.lamina.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVMs like this one, with its options and class path. */
final class ChildJvm {

  private static final String VECTORS = "jdk.incubator.vector";

  /** Every JVM would say so in the midst of the table. */
  private static final String INCUBATOR = "WARNING: Using incubator modules: " + VECTORS;

  private ChildJvm() {}

  /** Whether this JVM can do without {@link #measuring}: all that it starts will be as it is. */
  static boolean isMeasuring() {
    return ModuleLayer.boot().findModule(VECTORS).isPresent()
        && CleanEnvironment.is(System.getenv());
  }

  /** Runs a class in a JVM that can measure; what it prints is printed. */
  static int measuring(Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("--add-modules", VECTORS));
    // From Java 24 on there would be warnings in the midst of the table: of native libraries and of
    // JMH's use of sun.misc.Unsafe.
    if (Runtime.version().feature() >= 24) {
      options.add("--enable-native-access=ALL-UNNAMED");
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return run(main, options, arguments);
  }

  /** Runs a class in a clean environment; what it prints is printed. */
  static int run(Class<?> main, List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT);
    CleanEnvironment.make(builder.environment());
    Process process = builder.start();
    try (BufferedReader errors = process.errorReader()) {
      errors.lines().filter(line -> !line.equals(INCUBATOR)).forEach(System.err::println);
    }
    return process.waitFor();
  }
}
