package dev.lamina.weights;

import static dev.lamina.weights.Weights.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.google.protobuf.CodedInputStream;
import dev.lamina.ErrorCode;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceSourceTest {

  private static final NetworkSpec DIGITS = Weights.network(64, 32, 10);
  private static final NetworkSpec SMALL = Weights.network(2, 1);

  @TempDir
  private Path directory;

  private static byte[] small() {
    return new SafetensorsBuilder()
        .tensor("weight", Shape.of(1, 2), 1, 2)
        .tensor("bias", Shape.of(1), 3)
        .bytes();
  }

  private static void assertSmall(WeightsSource source) {
    try (OpenWeights weights = source.open(SMALL)) {
      assertArrayEquals(new float[] {1, 2}, Weights.elements(weights, "layer1.weight"));
      assertArrayEquals(new float[] {3}, Weights.elements(weights, "layer1.bias"));
    }
  }

  @Test
  void aNameIsRelativeToTheClassOrAbsolute() {
    for (String name : List.of("digits.safetensors", "/dev/lamina/weights/digits.safetensors")) {
      WeightsSource source = WeightsSource.resource(getClass(), name);

      assertEquals(
          "resource /dev/lamina/weights/digits.safetensors (of " + getClass().getName() + ")",
          source.description());
      try (OpenWeights weights = source.open(DIGITS)) {
        assertEquals(DIGITS.tensorShapes(), weights.parameters().shapes());
      }
    }
  }

  @Test
  void aResourceThatIsNotThereIsAnError() {
    assertRefused(
        ErrorCode.FILE,
        () -> WeightsSource.resource(getClass(), "nothing.safetensors").open(DIGITS),
        "resource /dev/lamina/weights/nothing.safetensors (of " + getClass().getName() + ")"
            + ": there is no such resource",
        "expected: dev/lamina/weights/nothing.safetensors on the class path",
        "src/main/resources/dev/lamina/weights/nothing.safetensors, or begin the name with /");
  }

  @Test
  void errorsOfTheContentNameTheResource() {
    assertRefused(
        ErrorCode.FILE,
        () -> WeightsSource.resource(getClass(), "README.md").open(DIGITS),
        "resource /dev/lamina/weights/README.md (of ",
        "the file is no weight file that can be read");
  }

  @Test
  void aResourceInAJarIsRead() throws IOException, ReflectiveOperationException {
    Path jar = directory.resolve("model.jar");
    String anchor = Anchor.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      entries.putNextEntry(new ZipEntry(anchor));
      try (InputStream code = getClass().getResourceAsStream("/" + anchor)) {
        Objects.requireNonNull(code).transferTo(entries);
      }
      entries.putNextEntry(new ZipEntry("dev/lamina/weights/inJar.safetensors"));
      entries.write(small());
    }
    URL[] urls = {jar.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> anchorInJar = loader.loadClass(Anchor.class.getName());
      assertNotSame(Anchor.class, anchorInJar);

      assertSmall(WeightsSource.resource(anchorInJar, "inJar.safetensors"));
      assertSmall(WeightsSource.resource(anchorInJar, "/dev/lamina/weights/inJar.safetensors"));
    }
  }

  /** Stands for a user's annotated type. */
  static final class Anchor {}

  @Test
  void aResourceInAPackageThatANamedModuleDoesNotOpenIsRead()
      throws IOException, ReflectiveOperationException {
    Path module = compileModule("module user.app { exports com.acme; }", "public class Model {}");
    Class<?> anchor = loadFromModule(ModuleFinder.of(module), "com.acme.Model");
    assertTrue(anchor.getModule().isNamed());

    assertSmall(WeightsSource.resource(anchor, "small.safetensors"));
    assertSmall(WeightsSource.resource(anchor, "/com/acme/small.safetensors"));
    assertRefused(
        ErrorCode.FILE,
        () -> WeightsSource.resource(anchor, "other.safetensors").open(SMALL),
        "expected: com/acme/other.safetensors in module user.app");
  }

  /** Lamina's own modules are on the module path too, and nothing is open to them. */
  @Test
  void everythingWorksOnTheModulePath() throws IOException, ReflectiveOperationException {
    Path module =
        compileModule("module user.app { requires dev.lamina.weights; exports com.acme; }", """
            import dev.lamina.Activation;
            import dev.lamina.LayerSpec;
            import dev.lamina.NetworkSpec;
            import dev.lamina.weights.OpenWeights;
            import dev.lamina.weights.WeightsSource;

            public class Model {
              public static String read() {
                NetworkSpec network =
                    NetworkSpec.chain(
                        "Net",
                        LayerSpec.of("layer1", NetworkSpec.INPUT, 2, 1, Activation.RELU));
                WeightsSource source = WeightsSource.resource(Model.class, "small.safetensors");
                try (OpenWeights weights = source.open(network)) {
                  return WeightsSource.class.getModule() + " read "
                      + weights.parameters().tensor("layer1.weight").shape();
                }
              }
            }
            """);

    List<Path> modulePath = new ArrayList<>(laminaModules());
    modulePath.add(module);

    Class<?> model =
        loadFromModule(ModuleFinder.of(modulePath.toArray(Path[]::new)), "com.acme.Model");

    assertEquals(
        "module dev.lamina.weights read (2 x 1)", model.getMethod("read").invoke(null));
  }

  /** Where Lamina's own modules are. */
  private static List<Path> laminaModules() {
    return Stream.of(
            NetworkSpec.class, WeightsSource.class, JsonFactory.class, CodedInputStream.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> Path.of(URI.create(location.toString())))
        .toList();
  }

  private static Class<?> loadFromModule(ModuleFinder finder, String type)
      throws ClassNotFoundException {
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(finder, ModuleFinder.of(), Set.of("user.app"));
    return boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader())
        .findLoader("user.app")
        .loadClass(type);
  }

  /** A module with one type and a small weight file beside it. */
  private Path compileModule(String declaration, String type) throws IOException {
    Path sources =
        Files.createDirectories(directory.resolve("sources/com/acme")).getParent();
    Path classes = directory.resolve("classes");
    Path packageOfType = sources.resolve("acme");
    Path moduleInfo = Files.writeString(sources.resolve("module-info.java"), declaration);
    Path model =
        Files.writeString(packageOfType.resolve("Model.java"), "package com.acme;\n" + type);
    int result = ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "-d",
            classes.toString(),
            "--module-path",
            laminaModules().stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator)),
            moduleInfo.toString(),
            model.toString());
    assertEquals(0, result);
    Files.write(classes.resolve("com/acme/small.safetensors"), small());
    return classes;
  }
}
