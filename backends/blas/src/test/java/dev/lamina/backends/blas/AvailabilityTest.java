package dev.lamina.backends.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the provider says in Java virtual machines that are started in different ways. */
@Tag("access-independent")
class AvailabilityTest {

  private static final int JAVA = Runtime.version().feature();

  private static final String BUNDLED =
      "OpenBLAS \\d+\\.\\d+\\.\\d+ with kernels for \\w+ from .*openblas.*, ";

  private static final String[] ADD_NATIVES = {"--add-modules", nativeModules()};

  private static String nativeModules() {
    String suffix = Loader.getPlatform().replace('-', '.');
    return "org.bytedeco.javacpp." + suffix + ",org.bytedeco.openblas." + suffix;
  }

  @TempDir
  private Path directory;

  private ChildJvm java() {
    assumeTrue(
        new BlasBackendProvider().availability().usable(),
        "there is no OpenBLAS for this platform");
    return ChildJvm.in(directory);
  }

  private ChildJvm javaWithLibrary(Object library) {
    assumeTrue(JAVA >= 22, "a library can be named on Java 22 and later");
    return java().with("-Dlamina.blas.library=" + library);
  }

  private static void assertUsable(String reason, List<String> output) {
    assertEquals("blas: true", output.get(0), output::toString);
    assertTrue(output.get(1).matches(reason), output::toString);
  }

  private static void assertRefused(String reason, String remedy, List<String> output) {
    assertEquals("blas: false", output.get(0), output::toString);
    assertTrue(output.get(1).matches(reason), output::toString);
    assertEquals(remedy, output.get(2));
  }

  @Test
  void theLibraryThatComesAlongIsUsed() throws Exception {
    assertUsable(
        BUNDLED + (JAVA >= 22 ? "foreign functions" : "JavaCPP"), java().ask());
  }

  @Test
  void theLibraryIsUsedThroughJavaCppIfThatIsAskedFor() throws Exception {
    assertUsable(
        BUNDLED + "JavaCPP", java().with("-Dlamina.blas.access=javacpp").ask());
  }

  @Test
  void asAModuleItIsUsable() throws Exception {
    assertUsable(BUNDLED + ".*", javaForModules().with(ADD_NATIVES).askOnModulePath());
  }

  @Test
  void asAModuleWithoutTheNativeModulesItSaysWhatToAdd() throws Exception {
    List<String> output = javaForModules().askOnModulePath();

    assertEquals("blas: false", output.get(0), output::toString);
    assertTrue(
        output.get(2).contains(" and start Java with " + String.join(" ", ADD_NATIVES)),
        output::toString);
  }

  /** Where native access has to be allowed, it is to no other module. */
  private ChildJvm javaForModules() {
    return JAVA >= 24
        ? java()
            .withOptionsOnly(
                "--enable-native-access=dev.lamina.backends.blas,org.bytedeco.javacpp",
                "--illegal-native-access=deny")
        : java();
  }

  @Test
  void withoutTheNativeLibraryItSaysWhatToAdd() throws Exception {
    String platform = Loader.getPlatform();
    assertRefused(
        "there is no native OpenBLAS for " + platform + ": .*",
        "add the jars of org.bytedeco:javacpp and org.bytedeco:openblas with the classifier "
            + platform
            + ", or name a library of the system with -Dlamina.blas.library on Java 22 or later",
        java().withoutJars(name -> name.contains(platform)).ask());
  }

  @Test
  void onAPlatformThatNobodyBuiltForItSaysWhatToAdd() throws Exception {
    assertRefused(
        "there is no native OpenBLAS for plan9-z80: .*",
        "add the jars of org.bytedeco:javacpp and org.bytedeco:openblas with the classifier"
            + " plan9-z80, or name a library of the system with -Dlamina.blas.library on Java 22 or"
            + " later",
        java().with("-Dorg.bytedeco.javacpp.platform=plan9-z80").ask());
  }

  @Test
  void withoutJavaCppItSaysWhatToAdd() throws Exception {
    assertRefused(
        "JavaCPP and its classes for OpenBLAS are not on the class path: .*",
        "add the dependencies of lamina-backend-blas",
        java().withoutJars(name -> name.matches("(javacpp|openblas).*\\.jar")).ask());
  }

  @Test
  void withoutPermissionForNativeCodeItSaysHowToStartJava() throws Exception {
    assumeTrue(JAVA >= 24, "Java refuses native access from 24 on");
    assertRefused(
        "Java refuses native access: Illegal native access from .*",
        "start Java with --enable-native-access=ALL-UNNAMED, or, on the module path, with"
            + " --enable-native-access=dev.lamina.backends.blas,org.bytedeco.javacpp",
        java().withOptionsOnly("--illegal-native-access=deny").ask());
  }

  @Test
  void anotherLibraryCanBeNamed() throws Exception {
    Path library = BundledOpenBlas.load();
    assertUsable(
        "OpenBLAS .* from " + Pattern.quote(library.toString()) + ", foreign functions",
        javaWithLibrary(library).ask());
  }

  @Test
  void aFileThatIsNotThereIsRefused() throws Exception {
    Path file = directory.resolve("libnone.so");
    assertRefused(
        "there is no file .*libnone.so",
        "name an existing library with -Dlamina.blas.library, or start Java without it",
        javaWithLibrary(file).ask());
  }

  @Test
  void aNameThatTheSystemDoesNotKnowIsRefused() throws Exception {
    assertRefused(
        "the system's loader finds no library no-such-blas",
        "name the whole path with -Dlamina.blas.library, or install the library where the loader"
            + " looks",
        javaWithLibrary("no-such-blas").ask());
  }

  @Test
  void aFileThatIsNoLibraryIsRefused() throws Exception {
    Path file = directory.resolve("libtext.so");
    Files.writeString(file, "not a library, though it is called one\n".repeat(100));
    assertCannotBeLoaded(file);
  }

  @Test
  void aLibraryForAnotherProcessorIsRefused() throws Exception {
    String other = Loader.getPlatform().equals("linux-arm64") ? "linux-x86_64" : "linux-arm64";
    Path file = directory.resolve("libforeign.so");
    try (InputStream library = BlasBackendProvider.class.getResourceAsStream(
        "/org/bytedeco/openblas/" + other + "/libopenblas.so.0")) {
      assumeTrue(library != null, "the tests have no library for " + other);
      Files.copy(library, file);
    }
    assertCannotBeLoaded(file);
  }

  private void assertCannotBeLoaded(Path file) throws IOException, InterruptedException {
    assertRefused(
        ".*" + file.getFileName() + " cannot be loaded: \\w.*",
        "name a shared library for this system and processor, with all that it needs, with"
            + " -Dlamina.blas.library",
        javaWithLibrary(file).ask());
  }

  @Test
  void aLibraryWithoutTheFunctionsIsRefused() throws Exception {
    Path library = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
    assumeTrue(Files.exists(library), "Java has this library elsewhere");
    assertRefused(
        ".*zip.* has no function cblas_sgemm",
        "name a library with the interface of CBLAS and 32-bit integers",
        javaWithLibrary(library).ask());
  }
}
