package dev.lamina.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Somebody else's backend named fast, compiled and packaged apart from Lamina. */
final class FastBackend {

  private static final String PROVIDER = "com.example.fast.FastProvider";

  private static final String SOURCE = """
      package com.example.fast;
      import dev.lamina.*;
      import dev.lamina.spi.*;
      public final class FastProvider implements BackendProvider, Backend {
        public int contractVersion() { return CONTRACT_VERSION; }
        public String name() { return "fast"; }
        public int priority() { return 50; }
        public Availability availability() { return Availability.usable("by others"); }
        public Backend create() { return this; }
        public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
          throw new UnsupportedOperationException();
        }
      }
      """;

  private FastBackend() {}

  /** Classes with a service file, as the class path needs them. */
  static Path classes(Path directory) throws IOException {
    SourceCompiler.compile(directory, Map.of(PROVIDER, SOURCE));
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.lamina.spi.BackendProvider"), PROVIDER + "\n");
    return directory;
  }

  /** A module that declares the service. */
  static Path module(Path directory) throws Exception {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(
        "module-info",
        "module com.example.fast { requires dev.lamina; provides dev.lamina.spi.BackendProvider with "
            + PROVIDER + "; }");
    sources.put(PROVIDER, SOURCE);
    SourceCompiler.compile(
        directory, sources, List.of("--module-path", ChildJvm.path(ChildJvm.laminaAndGuice())));
    return directory;
  }
}
