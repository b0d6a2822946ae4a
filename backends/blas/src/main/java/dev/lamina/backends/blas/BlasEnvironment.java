package dev.lamina.backends.blas;

import java.util.Optional;

/**
 * What decides whether the backend can be used, and with which library.
 *
 * @param javaVersion the feature version of Java
 * @param requestedAccess how the user wants the library to be called
 * @param requestedLibrary the library that the user names, a path or a name for the system's loader
 * @param allowUnknownVendor whether the user takes the risk of a library that nobody tested
 */
record BlasEnvironment(
    int javaVersion,
    Optional<String> requestedAccess,
    Optional<String> requestedLibrary,
    boolean allowUnknownVendor) {

  static final String ACCESS = "lamina.blas.access";
  static final String LIBRARY = "lamina.blas.library";
  static final String ALLOW_UNKNOWN_VENDOR = "lamina.blas.allowUnknownVendor";

  static final String FOREIGN = "foreign";
  static final String JAVACPP = "javacpp";

  /** The first version with the foreign-function API. */
  static final int FOREIGN_FUNCTIONS = 22;

  /** The environment of this program. */
  static BlasEnvironment current() {
    return new BlasEnvironment(
        Runtime.version().feature(),
        Optional.ofNullable(System.getProperty(ACCESS)),
        Optional.ofNullable(System.getProperty(LIBRARY)),
        Boolean.getBoolean(ALLOW_UNKNOWN_VENDOR));
  }

  boolean hasForeignFunctions() {
    return javaVersion >= FOREIGN_FUNCTIONS;
  }

  /** Whether the library is to be called through the foreign-function API. */
  boolean usesForeignFunctions() {
    return requestedAccess.map(FOREIGN::equals).orElse(hasForeignFunctions());
  }
}
