package dev.lamina.backends.blas;

import dev.lamina.spi.Availability;
import java.util.Optional;

/** Looks for reasons to refuse before any library is loaded. */
final class Gate {

  private Gate() {}

  /** Why the backend cannot be used, if that is known without the library. */
  static Optional<Availability> refusal(BlasEnvironment environment) {
    return refusalOfAccess(environment).or(() -> refusalOfNamedLibrary(environment));
  }

  private static Optional<Availability> refusalOfAccess(BlasEnvironment environment) {
    String access = environment.requestedAccess().orElse(BlasEnvironment.JAVACPP);
    if (!access.equals(BlasEnvironment.FOREIGN) && !access.equals(BlasEnvironment.JAVACPP)) {
      return refuse(
          "a library is called through foreign or through javacpp, and " + BlasEnvironment.ACCESS
              + " is " + access,
          "start Java without -D" + BlasEnvironment.ACCESS + ", or with one of these values");
    }
    if (access.equals(BlasEnvironment.FOREIGN) && !environment.hasForeignFunctions()) {
      return refuse(
          "the foreign-function API is part of Java 22 and later, and this is Java "
              + environment.javaVersion(),
          "start Java without -D" + BlasEnvironment.ACCESS + ", or use Java 22 or later");
    }
    return Optional.empty();
  }

  private static Optional<Availability> refusalOfNamedLibrary(BlasEnvironment environment) {
    if (environment.requestedLibrary().isEmpty()) {
      return Optional.empty();
    }
    String library = environment.requestedLibrary().get();
    if (!environment.hasForeignFunctions()) {
      return refuse(
          "a library can be named on Java 22 and later, " + BlasEnvironment.LIBRARY + " is "
              + library + ", and this is Java " + environment.javaVersion(),
          "use Java 22 or later, or start Java without -D" + BlasEnvironment.LIBRARY
              + " to use the OpenBLAS that comes with the backend");
    }
    if (!environment.usesForeignFunctions()) {
      return refuse(
          "JavaCPP calls no other library than its own, and " + BlasEnvironment.LIBRARY + " is "
              + library,
          "start Java without -D" + BlasEnvironment.ACCESS);
    }
    return Optional.empty();
  }

  private static Optional<Availability> refuse(String reason, String remedy) {
    return Optional.of(Availability.unusable(reason, remedy));
  }
}
