package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Class loaders as application servers and plug-in systems have them. */
class ContainerTest {

  @TempDir
  private Path directory;

  private ClassLoader before;

  @BeforeEach
  void remember() {
    before = Thread.currentThread().getContextClassLoader();
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  /** Loaders that do not see Lamina, null among them. */
  static Stream<@Nullable ClassLoader> strangers() {
    return Stream.of(
        null, ClassLoader.getPlatformClassLoader(), new URLClassLoader("empty", new URL[0], null));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void aContextLoaderThatDoesNotSeeLaminaDoesNotMatter(@Nullable ClassLoader stranger) {
    String expected = Backends.explain();
    Thread.currentThread().setContextClassLoader(stranger);
    assertEquals(expected, Backends.explain());
    assertEquals("java", Backends.best().name());
  }

  /** A server that keeps Lamina in one loader and lends its threads another that has Lamina too. */
  @Test
  void theBackendsOfAnotherLaminaAreNotTakenForOurs() throws Exception {
    List<Path> homes = ChildJvm.lamina();
    homes.add(FastBackend.classes(directory.resolve("fast")));
    try (URLClassLoader own = isolated(homes)) {
      Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
      List<String> lines = explain(own).lines().toList();
      assertEquals(
          "backend fast: highest priority of 2 usable (not usable: unknown, unknown); by others",
          lines.get(0));
      int stranger = 0;
      while (!lines.get(stranger).endsWith("JavaBackendProvider not a subtype")) {
        stranger++;
      }
      assertTrue(lines.get(stranger).startsWith("  unknown: not usable: "), lines::toString);
      assertEquals(
          "    fix: have lamina-api once, in a class loader that Lamina and its backends share: "
              + getClass().getClassLoader()
              + " has a copy of its own from "
              + ChildJvm.home("dev.lamina.Network").toUri().toURL()
              + ", this Lamina's is from "
              + ChildJvm.home("dev.lamina.Network").toUri().toURL(),
          lines.get(stranger + 1));
    }
  }

  @Test
  void aWholeProgramInAClassLoaderOfItsOwnFindsItsBackends() throws Exception {
    List<Path> homes = ChildJvm.lamina();
    homes.add(FastBackend.classes(directory.resolve("fast")));
    try (URLClassLoader own = isolated(homes)) {
      Thread.currentThread().setContextClassLoader(own);
      assertEquals(
          "backend fast: highest priority of 2 usable; by others",
          explain(own).lines().findFirst().orElseThrow());
    }
  }

  /** The backend is the plug-in: a child of the loader that has Lamina, and the thread's loader. */
  @Test
  void aBackendInAChildOfLaminasLoaderIsFoundThroughTheThread() throws Exception {
    URL[] fast = {FastBackend.classes(directory.resolve("fast")).toUri().toURL()};
    try (URLClassLoader plugIn = new URLClassLoader(fast, getClass().getClassLoader())) {
      Thread.currentThread().setContextClassLoader(plugIn);
      assertEquals("fast", Backends.named("fast").name());
    }
  }

  /** The thread is the server's, the annotated type is the plug-in's. */
  @Test
  void aBackendBesideTheAnnotatedTypeIsFoundThroughTheType() throws Exception {
    Path classes = FastBackend.classes(directory.resolve("fast"));
    URL[] fast = {classes.toUri().toURL()};
    try (URLClassLoader plugIn = new URLClassLoader(fast, getClass().getClassLoader())) {
      Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
      Class<?> type = plugIn.loadClass("com.example.fast.FastProvider");
      assertEquals(
          "fast", BackendSearch.here(type).inCode("fast").run().choice().name());
    }
  }

  private static URLClassLoader isolated(List<Path> homes) throws Exception {
    URL[] urls = new URL[homes.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = homes.get(i).toUri().toURL();
    }
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static String explain(ClassLoader lamina) throws Exception {
    return (String) Class.forName("dev.lamina.runtime.Backends", true, lamina)
        .getMethod("explain")
        .invoke(null);
  }
}
