package dev.lamina.backends.blas;

import dev.lamina.spi.Availability;
import org.jspecify.annotations.Nullable;

/**
 * The library of this process, or why there is none. A library is loaded once: the properties that name
 * it are read at the first question.
 */
final class LoadedLibrary {

  private static final LoadedLibrary LOADED = load(BlasEnvironment.current());

  private final @Nullable Library library;
  private final Availability availability;

  private LoadedLibrary(@Nullable Library library, Availability availability) {
    this.library = library;
    this.availability = availability;
  }

  static LoadedLibrary get() {
    return LOADED;
  }

  static LoadedLibrary load(BlasEnvironment environment) {
    return Gate.refusal(environment)
        .map(refusal -> new LoadedLibrary(null, refusal))
        .orElseGet(() -> tryToLoad(environment));
  }

  private static LoadedLibrary tryToLoad(BlasEnvironment environment) {
    try {
      Library library = new LibraryLoader(environment).load();
      return new LoadedLibrary(library, Availability.usable(library.description()));
    } catch (LibraryException e) {
      return new LoadedLibrary(null, e.availability());
    } catch (LinkageError | RuntimeException e) {
      return new LoadedLibrary(
          null,
          Availability.unusable(
              "the library cannot be used: " + Messages.firstLine(Messages.cause(e)),
              "use the java backend, and report this"));
    }
  }

  Availability availability() {
    return availability;
  }

  Library library() {
    if (library == null) {
      throw new IllegalStateException(availability.reason() + "; " + availability.remedy());
    }
    return library;
  }
}
