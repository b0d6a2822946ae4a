package dev.lamina.weights;

import dev.lamina.weights.file.ArrayBytes;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place on the class path or in a module. */
record ResourceLocation(Class<?> anchor, String name) implements WeightsFile.Location {

  @Override
  public String description() {
    return "resource /" + path() + " (of " + anchor.getName() + ")";
  }

  /** The name from the root, by the rule of {@link Class#getResource}. */
  private String path() {
    if (name.startsWith("/")) {
      return name.substring(1);
    }
    String directory = anchor.getPackageName().replace('.', '/');
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  @Override
  public ByteSource open() {
    return new ArrayBytes(description(), read());
  }

  private byte[] read() {
    try (InputStream stream = anchor.getResourceAsStream(name)) {
      byte[] bytes = stream == null ? readFromModule() : stream.readAllBytes();
      if (bytes == null) {
        throw missing().in(description());
      }
      return bytes;
    } catch (IOException e) {
      throw FileProblem.unreadable(e).in(description(), e);
    }
  }

  /**
   * Reads past the encapsulation of a named module, which hides resources in packages that are not open
   * to this module. The owner of the module asked for it by handing over one of its classes.
   */
  private byte @Nullable [] readFromModule() throws IOException {
    Module module = anchor.getModule();
    if (!module.isNamed()) {
      return null;
    }
    Optional<ResolvedModule> resolved = Optional.ofNullable(module.getLayer())
        .flatMap(layer -> layer.configuration().findModule(module.getName()));
    if (resolved.isEmpty()) {
      return null;
    }
    try (ModuleReader reader = resolved.get().reference().open()) {
      Optional<InputStream> resource = reader.open(path());
      if (resource.isEmpty()) {
        return null;
      }
      try (InputStream stream = resource.get()) {
        return stream.readAllBytes();
      }
    }
  }

  private FileProblem missing() {
    Module module = anchor.getModule();
    return new FileProblem(
        "there is no such resource",
        path() + (module.isNamed() ? " in module " + module.getName() : " on the class path"),
        "nothing of that name",
        "put the file into src/main/resources/"
            + path()
            + (name.startsWith("/")
                ? ""
                : ", or begin the name with / if it is meant from the root"));
  }
}
