package dev.lamina.weights.onnx;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileBytes;
import dev.lamina.weights.file.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;

/** The files beside a model in which large tensors are kept. */
@FunctionalInterface
public interface ExternalFiles {

  /**
   * Opens a file.
   *
   * @param model what error texts call the model
   * @param location the file's name as the model says it
   * @return the file, to be closed by the caller
   * @throws LaminaException if it cannot be opened, or the location leads out of the model's folder
   */
  ByteSource open(String model, String location);

  /**
   * For a model that is no file of its own, a resource for example.
   *
   * @return refuses every location
   */
  static ExternalFiles none() {
    return (model, location) -> {
      throw new Problem(
              ErrorCode.FILE,
              "the model keeps tensors in another file",
              "a model that has all its tensors, as it is not in a folder",
              "external data in " + Problem.quoted(location),
              "load the model from a file that lies beside its data, or save it without external"
                  + " data")
          .in(model);
    };
  }

  /**
   * The files beside a model, as {@link #in} has them.
   *
   * @param model the path of the model
   * @return opens files of its folder
   */
  static ExternalFiles beside(Path model) {
    Path folder = model.toAbsolutePath().getParent();
    return folder == null ? none() : in(folder, FileBytes::open);
  }

  /**
   * The files in a folder and the folders in it. Locations with {@code ..}, absolute ones and links
   * that lead out of it are refused.
   *
   * @param folder where the model is
   * @param opener opens a file by its path
   * @return opens files of the folder
   */
  static ExternalFiles in(Path folder, Function<Path, ? extends ByteSource> opener) {
    return (model, location) -> opener.apply(resolve(model, folder, location));
  }

  private static Path resolve(String model, Path folder, String location) {
    try {
      Path relative = Path.of(location);
      boolean isInside = !relative.isAbsolute()
          && relative.getRoot() == null
          && !location.startsWith("/")
          && !location.contains("\\")
          && !location.contains(":");
      for (Path name : relative) {
        isInside &= !name.toString().equals("..");
      }
      Path inside = isInside ? folder.toRealPath() : folder;
      Path file = isInside ? inside.resolve(relative).toRealPath() : folder;
      if (!isInside || !file.startsWith(inside)) {
        throw problem(
                "the model keeps tensors outside of its own folder",
                "a file in the folder of the model",
                Problem.quoted(location),
                "put the data beside the model and name them by their plain name")
            .in(model);
      }
      return file;
    } catch (InvalidPathException e) {
      throw problem(
              "the model names its external data in a way that is no path",
              "the name of a file",
              Problem.quoted(location),
              Problem.DAMAGED)
          .in(model, e);
    } catch (IOException e) {
      throw problem(
              "the file with the model's external data is not there",
              "a file " + Problem.quoted(location) + " in the folder of the model",
              e instanceof java.nio.file.NoSuchFileException
                  ? "no such file"
                  : Printable.text(String.valueOf(e.getMessage())),
              "copy it there together with the model")
          .in(model, e);
    }
  }

  private static Problem problem(String what, String expected, String found, String fix) {
    return new Problem(ErrorCode.FILE, what, expected, found, fix);
  }
}
