package dev.lamina.runtime;

import dev.lamina.spi.BackendProvider;
import java.util.Optional;

/**
 * Tells class loaders with a lamina-api of their own, as containers have them: the backends that
 * they load belong to that copy and are strangers to the Lamina that runs.
 */
final class SecondCopy {

  private SecondCopy() {}

  /** What to do about a loader that has a copy of its own, empty if it has none. */
  static Optional<String> remedy(ClassLoader loader) {
    try {
      Class<?> theirs = Class.forName(BackendProvider.class.getName(), false, loader);
      return theirs == BackendProvider.class
          ? Optional.empty()
          : Optional.of(
              "have lamina-api once, in a class loader that Lamina and its backends share: "
                  + loader
                  + " has a copy of its own"
                  + Origin.from(theirs)
                  + ", this Lamina's is"
                  + Origin.from(BackendProvider.class));
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }
}
