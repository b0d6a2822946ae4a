package dev.lamina.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every published module works on the module path too. */
class ModulePathTest {
  /** All that is on the class path, taken as a module path. */
  private static final ModuleFinder MODULE_PATH =
      ModuleFinder.of(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(Path::of)
          .toArray(Path[]::new));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.lamina",
        "dev.lamina.weights",
        "dev.lamina.processor",
        "dev.lamina.backends.plain",
        "dev.lamina.backends.simd",
        "dev.lamina.tck",
        "dev.lamina.runtime"
      })
  void everyModuleResolvesWithAllThatItRequires(String name) {
    ModuleDescriptor descriptor =
        resolve(name).findModule(name).orElseThrow().reference().descriptor();

    assertFalse(descriptor.isAutomatic(), () -> name + " has no module-info");
    assertTrue(descriptor.exports().stream().allMatch(export -> export.source().startsWith(name)));
  }

  @Test
  void theRuntimeFindsTheJavaBackendAsAService() {
    Configuration bound = ModuleLayer.boot()
        .configuration()
        .resolveAndBind(MODULE_PATH, ModuleFinder.of(), Set.of("dev.lamina.runtime"));

    assertTrue(bound.findModule("dev.lamina.backends.plain").isPresent());
  }

  /** Guice is an automatic module, which brings no explicit module along: the runtime names them. */
  @Test
  void theRuntimeBringsAlongWhatGuiceNeeds() {
    Configuration resolved = resolve("dev.lamina.runtime");

    for (String name : List.of("com.google.guice", "com.google.common", "jakarta.inject")) {
      assertTrue(resolved.findModule(name).isPresent(), () -> name + " was not resolved");
    }
  }

  private static Configuration resolve(String root) {
    return ModuleLayer.boot().configuration().resolve(MODULE_PATH, ModuleFinder.of(), Set.of(root));
  }
}
