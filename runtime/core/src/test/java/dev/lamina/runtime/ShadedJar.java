package dev.lamina.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Makes one jar of several, as shading plugins do it when they are told more or less. */
final class ShadedJar {

  private static final String SERVICES = "META-INF/services/";

  /** What becomes of files that several jars have under META-INF/services. */
  enum ServiceFiles {
    MERGED,
    FIRST_ONE_KEPT,
    ALL_LOST
  }

  private final ServiceFiles serviceFiles;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  private ShadedJar(ServiceFiles serviceFiles) {
    this.serviceFiles = serviceFiles;
  }

  /** Makes a jar from jars and directories of classes. */
  static Path of(Path jar, List<Path> homes, ServiceFiles serviceFiles) throws IOException {
    ShadedJar shaded = new ShadedJar(serviceFiles);
    for (Path home : homes) {
      if (Files.isDirectory(home)) {
        shaded.add(home);
      } else {
        try (FileSystem files =
            FileSystems.newFileSystem(URI.create("jar:" + home.toUri()), Map.of())) {
          shaded.add(files.getPath("/"));
        }
      }
    }
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : shaded.entries.entrySet()) {
        output.putNextEntry(new ZipEntry(entry.getKey()));
        output.write(entry.getValue());
      }
    }
    return jar;
  }

  private void add(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      byte[] content = Files.readAllBytes(file);
      if (name.startsWith(SERVICES)) {
        addService(name, content);
      } else if (!name.startsWith("META-INF/") && !name.equals("module-info.class")) {
        entries.put(name, content);
      }
    }
  }

  private void addService(String name, byte[] content) {
    switch (serviceFiles) {
      case MERGED -> entries.merge(name, content, ShadedJar::joined);
      case FIRST_ONE_KEPT -> entries.putIfAbsent(name, content);
      case ALL_LOST -> {}
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return (new String(first, StandardCharsets.UTF_8)
            + "\n"
            + new String(second, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }
}
