package dev.lamina.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A user's annotated type, loaded from the user's own class path. */
final class UserClass implements AutoCloseable {

  private final URLClassLoader loader;
  private final Class<?> type;

  private UserClass(URLClassLoader loader, Class<?> type) {
    this.loader = loader;
    this.type = type;
  }

  /**
   * Loads a type.
   *
   * @param name its full name
   * @param classPath folders and jars, separated as the system does
   * @throws CommandException if it is not there
   */
  static UserClass load(String name, String classPath) {
    List<Path> entries = Arrays.stream(classPath.split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
    URLClassLoader loader =
        new URLClassLoader(entries.stream().map(UserClass::url).toArray(URL[]::new));
    try {
      return new UserClass(loader, Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      close(loader);
      throw new CommandException(String.format(
          "there is no class %s%n  searched: %s%n  fix: give its full name, and the class path of its"
              + " project with --class-path, such as target/classes",
          name, classPath.isEmpty() ? "only Lamina itself" : classPath));
    }
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  Class<?> type() {
    return type;
  }

  @Override
  public void close() {
    close(loader);
  }

  private static void close(URLClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
