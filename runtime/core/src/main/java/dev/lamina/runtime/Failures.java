package dev.lamina.runtime;

import java.util.ArrayList;
import java.util.List;

/** Texts for what went wrong in code that is not Lamina's. */
final class Failures {

  /** Enough for a service loader's error, what it wraps and what that was caused by. */
  private static final int MAX_CAUSES = 4;

  private static final String BROKEN =
      "report it to those who made this backend, or take its jar away";

  private Failures() {}

  /** What the user can do about a backend that failed. */
  static String remedy(Throwable failure) {
    return remedy(failure, BROKEN);
  }

  /** What the user can do about a backend that failed, unless the failure says it. */
  static String remedy(Throwable failure, String otherwise) {
    for (Throwable link = failure; link != null; link = link.getCause()) {
      if (link instanceof IncompatibleClassChangeError) {
        return "take versions of Lamina, of this backend and of what it uses that were made for each"
            + " other";
      }
      if (link instanceof UnsupportedClassVersionError) {
        return "run a newer Java, or take a version of this backend for the one that runs";
      }
    }
    return otherwise;
  }

  /** The failure and its causes: {@code IOException: disk on fire, caused by …}. */
  static String describe(Throwable failure) {
    List<String> links = new ArrayList<>();
    for (Throwable link = failure;
        link != null && links.size() < MAX_CAUSES;
        link = link.getCause()) {
      String message = link.getMessage();
      String name = link.getClass().getSimpleName();
      links.add(message == null ? name : name + ": " + message);
    }
    return String.join(", caused by ", links);
  }
}
