package dev.lamina.processor;

import com.google.auto.common.MoreElements;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.weights.WeightsSource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.FileObject;
import javax.tools.JavaFileManager;
import javax.tools.StandardLocation;

/**
 * Finds weight files while compiling: in the folders that the option names, where classes are written,
 * and in the source path, in that order; nowhere else, whatever a name or a link says.
 */
final class ResourceSearch {

  /** Lets the processor read resources; its value is a list of folders, and may be missing. */
  static final String OPTION = "lamina.weights";

  private static final List<JavaFileManager.Location> LOCATIONS =
      List.of(StandardLocation.CLASS_OUTPUT, StandardLocation.SOURCE_PATH);

  private final Filer filer;
  private final boolean permitted;
  private final List<String> folders;

  ResourceSearch(ProcessingEnvironment environment) {
    this.filer = environment.getFiler();
    this.permitted = environment.getOptions().containsKey(OPTION);
    String value = environment.getOptions().get(OPTION);
    this.folders = value == null
        ? List.of()
        : Arrays.stream(value.split(File.pathSeparator, -1))
            .filter(folder -> !folder.isBlank())
            .toList();
  }

  /** Whether the user lets the processor read resources. */
  boolean isPermitted() {
    return permitted;
  }

  /** The name of a resource from the root, by the rule of {@link Class#getResource}. */
  static String path(TypeElement type, String name) {
    if (name.startsWith("/")) {
      return name.substring(1);
    }
    String folder = MoreElements.getPackage(type).getQualifiedName().toString().replace('.', '/');
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** Whether a path leads from the root to a file below it, on every system. */
  static boolean isInside(String path) {
    return Arrays.stream(path.split("/", -1))
            .noneMatch(step -> step.isEmpty() || step.equals(".") || step.equals(".."))
        && path.chars().noneMatch(c -> c == '\\' || c == ':' || c == 0);
  }

  /** Where {@link #find} looks, for error texts. */
  List<String> places() {
    List<String> places = new ArrayList<>(folders);
    places.add("the compiler's output folder");
    places.add("the source path");
    return places;
  }

  /**
   * The resource, in the first place that has it.
   *
   * @param path from the root, {@linkplain #isInside inside} it
   * @throws LaminaException if it is a link that leads out of the place where it was found
   */
  Optional<WeightsSource> find(String path) {
    for (String folder : folders) {
      Optional<WeightsSource> found = inFolder(Path.of(folder), path);
      if (found.isPresent()) {
        return found;
      }
    }
    return LOCATIONS.stream()
        .flatMap(location -> inLocation(location, path).stream())
        .findFirst();
  }

  private static Optional<WeightsSource> inFolder(Path folder, String path) {
    Path file = folder.resolve(path);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw new LaminaException(
            ErrorCode.FILE,
            String.format(
                "%s is a link that leads out of %s%n  fix: put the file itself there",
                file, folder));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(WeightsSource.file(file));
  }

  private Optional<WeightsSource> inLocation(JavaFileManager.Location location, String path) {
    try {
      FileObject resource = filer.getResource(location, "", path);
      Optional<Path> file = onDisk(resource.toUri());
      if (file.isPresent()) {
        return inFolder(root(file.get(), path), path);
      }
      try (InputStream stream = resource.openInputStream()) {
        return Optional.of(WeightsSource.bytes(resource.getName(), stream.readAllBytes()));
      }
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      // Compilers say in different ways that there is no such file or no such location.
      return Optional.empty();
    }
  }

  private static Optional<Path> onDisk(URI uri) {
    try {
      return Optional.of(Path.of(uri).toAbsolutePath());
    } catch (FileSystemNotFoundException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The folder that a path leads from to a file. */
  private static Path root(Path file, String path) {
    String upwards = "../".repeat(Path.of(path).getNameCount());
    return file.resolve(upwards).normalize();
  }
}
