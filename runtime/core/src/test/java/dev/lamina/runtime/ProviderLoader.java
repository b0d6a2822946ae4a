package dev.lamina.runtime;

import dev.lamina.spi.BackendProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;

/** A class loader whose service file names exactly the providers of a test. */
final class ProviderLoader extends URLClassLoader {

  private static final String SERVICE_FILE = "META-INF/services/" + BackendProvider.class.getName();

  private ProviderLoader(Path directory) throws MalformedURLException {
    super(new URL[] {directory.toUri().toURL()}, ProviderLoader.class.getClassLoader());
  }

  /** A loader of classes of the tests. */
  static ProviderLoader of(Path directory, Class<?>... providers) {
    return named(directory, Stream.of(providers).map(Class::getName).toList());
  }

  /** A loader that also finds classes in its directory. */
  static ProviderLoader named(Path directory, List<String> providers) {
    try {
      Path file = directory.resolve(SERVICE_FILE);
      Files.createDirectories(file.getParent());
      Files.write(file, providers);
      return new ProviderLoader(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(SERVICE_FILE) ? findResources(name) : super.getResources(name);
  }
}
