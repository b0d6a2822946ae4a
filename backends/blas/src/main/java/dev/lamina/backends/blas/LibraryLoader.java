package dev.lamina.backends.blas;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Loads the library that an environment asks for. */
final class LibraryLoader {

  private final BlasEnvironment environment;

  LibraryLoader(BlasEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Loads.
   *
   * @throws LibraryException if that fails, for whatever reason
   */
  Library load() throws LibraryException {
    if (environment.requestedLibrary().isPresent()) {
      return named(environment.requestedLibrary().get());
    }
    Path file = BundledOpenBlas.load();
    return environment.usesForeignFunctions()
        ? foreign(() -> ForeignFunctions.open(file), file.toString())
        : new JavaCppLibrary(file);
  }

  private Library named(String library) throws LibraryException {
    if (!library.contains("/") && !library.contains(File.separator)) {
      try {
        return foreign(() -> ForeignFunctions.open(library), library);
      } catch (IllegalArgumentException e) {
        throw new LibraryException(
            "the system's loader finds no library " + library,
            "name the whole path with -D" + BlasEnvironment.LIBRARY
                + ", or install the library where the loader looks");
      }
    }
    Path file = path(library);
    try {
      return foreign(() -> ForeignFunctions.open(file), file.toString());
    } catch (IllegalArgumentException e) {
      throw new LibraryException(
          file + " cannot be loaded" + why(file),
          "name a shared library for this system and processor, with all that it needs, with -D"
              + BlasEnvironment.LIBRARY);
    }
  }

  private static Path path(String library) throws LibraryException {
    try {
      Path file = Path.of(library).toAbsolutePath();
      if (Files.isRegularFile(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw new LibraryException(
        "there is no file " + library,
        "name an existing library with -D" + BlasEnvironment.LIBRARY
            + ", or start Java without it");
  }

  /** Asks again in a way that is told the reason. */
  private static String why(Path file) {
    try {
      System.load(file.toString());
      return "";
    } catch (UnsatisfiedLinkError e) {
      // The file has been named.
      return ": " + Messages.firstLine(e).replace(file + ": ", "");
    }
  }

  private Library foreign(Opening opening, String place) throws LibraryException {
    try {
      return new ForeignLibrary(opening.open(), place, environment.allowUnknownVendor());
    } catch (IllegalCallerException e) {
      throw Messages.nativeAccessRefused(e);
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof IllegalCallerException refused) {
        throw Messages.nativeAccessRefused(refused);
      }
      throw e;
    }
  }

  private interface Opening {
    ForeignFunctions.Symbols open();
  }
}
