package dev.lamina.runtime;

import java.util.ArrayList;
import java.util.List;

/** Texts for what went wrong in code that is not Lamina's. */
final class Failures {

  /** Enough for a service loader's error, what it wraps and what that was caused by. */
  private static final int MAX_CAUSES = 4;

  private Failures() {}

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
