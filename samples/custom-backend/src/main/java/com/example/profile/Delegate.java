package com.example.profile;

import dev.lamina.spi.Availability;
import dev.lamina.spi.BackendProvider;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds the backend that does the work among those that are not this one.
 *
 * @param name its name, empty for the best
 */
record Delegate(String name) {

  /** A loader that cannot even list the providers fails in the same way for ever. */
  private static final int MOST_FAILURES = 100;

  Optional<BackendProvider> find() {
    BackendProvider best = null;
    Iterator<ServiceLoader.Provider<BackendProvider>> others =
        ServiceLoader.load(BackendProvider.class, Delegate.class.getClassLoader()).stream()
            .filter(other -> other.type() != ProfileBackendProvider.class)
            .iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        if (!others.hasNext()) {
          break;
        }
        BackendProvider other = others.next().get();
        if (suits(other) && (best == null || other.priority() > best.priority())) {
          best = other;
        }
      } catch (RuntimeException | ServiceConfigurationError | LinkageError e) {
        // Somebody else's trouble, which Lamina's own search reports.
        failures++;
      }
    }
    return Optional.ofNullable(best);
  }

  private boolean suits(BackendProvider other) {
    return other.contractVersion() == BackendProvider.CONTRACT_VERSION
        && (name.isEmpty() || name.equals(other.name()))
        && other.availability().usable();
  }

  /** What is said where there is none. */
  Availability missing() {
    return name.isEmpty()
        ? Availability.unusable(
            "there is no other backend that can be used", "add one, such as lamina-backend-java")
        : Availability.unusable(
            "there is no backend " + name + " that can be used",
            "name another in the system property profile.delegate, or none for the best");
  }
}
