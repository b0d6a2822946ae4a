package dev.lamina.weights.file;

import java.util.Locale;

/** Makes text out of a file fit for an error text or a log. */
public final class Printable {

  private static final int MAX_LENGTH = 200;

  private Printable() {}

  /**
   * Escapes anything but visible characters, and cuts what is very long.
   *
   * @param text any text
   * @return text of one line
   */
  public static String text(String text) {
    StringBuilder result = new StringBuilder();
    int length = Math.min(text.length(), MAX_LENGTH);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (isPrintable(c)) {
        result.append(c);
      } else {
        result.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return length == text.length()
        ? result.toString()
        : result + "... (" + text.length() + " characters)";
  }

  private static boolean isPrintable(char c) {
    return c == ' '
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.UNASSIGNED -> false;
          default -> true;
        };
  }
}
