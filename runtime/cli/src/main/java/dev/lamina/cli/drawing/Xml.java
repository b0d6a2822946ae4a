package dev.lamina.cli.drawing;

/** Makes text fit for XML, in ASCII: it reads the same in whatever encoding it is written. */
final class Xml {

  private static final String REPLACEMENT = "\ufffd";

  private Xml() {}

  /** The text with everything escaped that means something, and without what XML cannot hold. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(c -> {
      if (!isCharacter(c)) {
        escaped.append(escape(REPLACEMENT));
      } else if (c > '~' || c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c < ' ') {
        escaped.append("&#").append(c).append(';');
      } else {
        escaped.append((char) c);
      }
    });
    return escaped.toString();
  }

  /** XML 1.0, production 2. */
  private static boolean isCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
