package dev.lamina.backends.blas;

import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The OpenBLAS that comes with the backend: JavaCPP takes it out of its jar, into a cache, and loads it. */
final class BundledOpenBlas {

  private BundledOpenBlas() {}

  /**
   * Loads it, without LAPACK.
   *
   * @return where it is
   * @throws LibraryException if it cannot be loaded
   */
  static Path load() throws LibraryException {
    try {
      Loader.load(openblas_nolapack.class);
      for (String file : Loader.getLoadedLibraries().values()) {
        Path path = Path.of(file);
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.contains("openblas") && !name.contains("jni")) {
          return path;
        }
      }
    } catch (LinkageError | RuntimeException e) {
      throw refusal(e);
    }
    throw new LibraryException(
        "JavaCPP does not say from where it loaded OpenBLAS",
        "name the library with -D" + BlasEnvironment.LIBRARY);
  }

  private static LibraryException refusal(Throwable failure) {
    Throwable cause = Messages.cause(failure);
    String message = Messages.firstLine(cause);
    if (cause instanceof IllegalCallerException) {
      return Messages.nativeAccessRefused(cause);
    }
    if (cause instanceof ClassNotFoundException) {
      return new LibraryException(
          "JavaCPP and its classes for OpenBLAS are not on the class path: " + message,
          "add the dependencies of lamina-backend-blas");
    }
    if (message.contains("Could not find jni") || message.startsWith("no jni")) {
      String platform = Loader.getPlatform();
      return new LibraryException(
          "there is no native OpenBLAS for " + platform + ": " + message,
          "add the jars of org.bytedeco:javacpp and org.bytedeco:openblas with the classifier "
              + platform + forModules(platform) + ", or name a library of the system with -D"
              + BlasEnvironment.LIBRARY + " on Java 22 or later");
    }
    return new LibraryException(
        "OpenBLAS cannot be loaded: " + message,
        "use the java backend, or name a library of the system with -D" + BlasEnvironment.LIBRARY
            + " on Java 22 or later");
  }

  /** No module requires those with the libraries. */
  private static String forModules(String platform) {
    String suffix = platform.replace('-', '.');
    return BundledOpenBlas.class.getModule().isNamed()
        ? " and start Java with --add-modules org.bytedeco.javacpp." + suffix
            + ",org.bytedeco.openblas." + suffix
        : "";
  }
}
