package dev.lamina.backends.blas;

/** What failures are called. */
final class Messages {

  private Messages() {}

  /** What a failure comes from: failures of static initialisers are wrapped. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.toString()
        : message.lines().findFirst().orElseThrow();
  }

  /** Java's option {@code --illegal-native-access=deny}, which will become the rule. */
  static LibraryException nativeAccessRefused(Throwable failure) {
    return new LibraryException(
        "Java refuses native access: " + firstLine(failure),
        "start Java with --enable-native-access=ALL-UNNAMED, or, on the module path, with"
            + " --enable-native-access=dev.lamina.backends.blas,org.bytedeco.javacpp");
  }
}
