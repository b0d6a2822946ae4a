package dev.lamina.backends.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.backends.plain.JavaBackendProvider;
import dev.lamina.spi.BackendProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the provider says in Java virtual machines that are started in different ways. */
@Tag("width-independent")
class AvailabilityTest {

  private static final String ADD_MODULE = "--add-modules=jdk.incubator.vector";

  @TempDir
  private Path directory;

  @Test
  void withTheModuleItIsUsable() throws Exception {
    assertUsable(onClassPath(ADD_MODULE));
  }

  @Test
  void withoutTheModuleItSaysHowToStartJava() throws Exception {
    assertRefused(
        onClassPath(),
        "the module jdk.incubator.vector is not in use",
        "start Java with --add-modules jdk.incubator.vector");
  }

  @Test
  void interpretedItSaysSo() throws Exception {
    assertRefused(
        onClassPath(ADD_MODULE, "-Xint"),
        "code is interpreted, and only C2 compiles to vector instructions",
        "start Java without -Xint and -XX:-UseCompiler");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=3"})
  void withoutC2ItSaysSo(String option) throws Exception {
    assertRefused(
        onClassPath(ADD_MODULE, option),
        "the C2 compiler is switched off, and only C2 compiles to vector instructions",
        "start Java without -XX:TieredStopAtLevel and -XX:CompilationMode=quick-only");
  }

  @Test
  void withoutFusedMultiplyAddItSaysSo() throws Exception {
    assertRefused(
        onClassPath(ADD_MODULE, "-XX:-UseFMA"),
        "fused multiply-add is not available, and emulated it would be very slow",
        "use the java backend, or start Java without -XX:-UseFMA and -XX:UseAVX=0 on a processor"
            + " that has it");
  }

  @Test
  void withoutAvx2ItLeavesTheWorkToTheJavaBackend() throws Exception {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "AVX is a matter of x86");
    List<String> output = onClassPath(ADD_MODULE, "-XX:UseAVX=1");
    assertRefused(
        output,
        "without AVX2 the Vector API has 128-bit vectors, and the java backend has 256-bit ones",
        "use the java backend, or start Java without -XX:UseAVX=1 on a processor with AVX2");
  }

  @Test
  void aWrongWidthIsAnError() throws Exception {
    assertRefused(
        onClassPath(ADD_MODULE, "-Dlamina.simd.bits=192"),
        "a vector has 128, 256 or 512 bits, and lamina.simd.bits is 192",
        "start Java without -Dlamina.simd.bits, or with one of these values");
  }

  @Test
  void asAModuleItIsUsable() throws Exception {
    assertUsable(onModulePath(ADD_MODULE));
  }

  @Test
  void asAModuleItSaysHowToStartJava() throws Exception {
    assertRefused(
        onModulePath(),
        "the module jdk.incubator.vector is not in use",
        "start Java with --add-modules jdk.incubator.vector");
  }

  /** A run-time image of nothing but java.base has no jdk.management, and so no options to ask. */
  @Test
  void inASmallRunTimeImageItSaysWhatIsMissing() throws Exception {
    Path image = directory.resolve("image");
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElse(null);
    assumeTrue(jlink != null, "this Java has no jlink");
    int exitCode = jlink.run(
        System.out, System.err, "--add-modules", "java.base", "--output", image.toString());
    assumeTrue(exitCode == 0, "this Java cannot make run-time images");
    assertRefused(
        run(image, List.of("-classpath", path(classPath()), AvailabilityProgram.class.getName())),
        "this Java run-time image does not contain the module jdk.incubator.vector",
        "use a full JDK, or add the module to those that jlink is given");
  }

  private static void assertUsable(List<String> output) {
    assertEquals("simd: true", output.get(0));
    assertTrue(output.get(1).matches("\\d+-bit vectors, fused multiply-add"), () -> output.get(1));
  }

  private static void assertRefused(List<String> output, String reason, String remedy) {
    assertEquals(List.of("simd: false", reason, remedy), output);
  }

  private List<String> onClassPath(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-classpath", path(classPath()), AvailabilityProgram.class.getName()));
    return run(Path.of(System.getProperty("java.home")), arguments);
  }

  /** The backend as a named module; the program that asks it is patched into it. */
  private List<String> onModulePath(String... options) throws Exception {
    List<Path> homes = classPath();
    String module = "dev.lamina.backends.simd";
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of(
        "--module-path",
        path(homes.subList(1, homes.size())),
        "--patch-module",
        module + "=" + homes.get(0),
        // The program takes the place of a user's module that declares it.
        "--add-modules=" + module,
        "--module",
        module + "/" + AvailabilityProgram.class.getName()));
    return run(Path.of(System.getProperty("java.home")), arguments);
  }

  /** The homes of the program, the backend, that which it leaves layers to, and the API. */
  private static List<Path> classPath() throws Exception {
    List<Path> homes = new ArrayList<>();
    for (Class<?> type : List.of(
        AvailabilityProgram.class,
        SimdBackendProvider.class,
        JavaBackendProvider.class,
        BackendProvider.class)) {
      homes.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    return homes;
  }

  private static String path(List<Path> paths) {
    return String.join(File.pathSeparator, paths.stream().map(Path::toString).toList());
  }

  private List<String> run(Path javaHome, List<String> arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
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
    return Files.readAllLines(output);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
