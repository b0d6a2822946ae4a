package dev.lamina.weights.numpy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the few Python literals that headers of NumPy consist of: a dictionary of texts, integers,
 * booleans, {@code None}, tuples and lists. They become {@link String}, {@link Long}, {@link Boolean},
 * {@link #NONE} and {@link List}. Nothing is evaluated.
 */
final class PythonLiteral {

  /** Python's {@code None}. */
  static final Object NONE = new Object() {
    @Override
    public String toString() {
      return "None";
    }
  };

  /** A structured type of structured types. */
  private static final int MAX_DEPTH = 10;

  private final String text;
  private int position;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /** What is wrong with a text, and where. */
  static final class SyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
      super(message);
    }
  }

  /**
   * The members of a dictionary, in their order.
   *
   * @throws SyntaxException if the text is anything but a dictionary with every key once, and spaces
   */
  static Map<String, Object> dictionary(String text) throws SyntaxException {
    PythonLiteral parser = new PythonLiteral(text);
    Map<String, Object> members = parser.members();
    parser.skipSpaces();
    if (parser.position < text.length()) {
      throw parser.problem("the end");
    }
    return members;
  }

  private Map<String, Object> members() throws SyntaxException {
    Map<String, Object> members = new LinkedHashMap<>();
    expect('{');
    while (!accept('}')) {
      if (!(value(0) instanceof String key)) {
        throw problem("a key in quotes");
      }
      expect(':');
      if (members.put(key, value(0)) != null) {
        throw new SyntaxException("the key '" + key + "' comes twice");
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    return members;
  }

  private Object value(int depth) throws SyntaxException {
    if (depth > MAX_DEPTH) {
      throw new SyntaxException("brackets are nested more than " + MAX_DEPTH + " deep");
    }
    skipSpaces();
    char first = peek();
    if (first == '\'' || first == '"') {
      return string();
    }
    if (first == '-' || isDigit(first)) {
      return integer();
    }
    if (accept('(')) {
      return elements(')', depth);
    }
    if (accept('[')) {
      return elements(']', depth);
    }
    return word();
  }

  private List<Object> elements(char end, int depth) throws SyntaxException {
    List<Object> elements = new ArrayList<>();
    while (!accept(end)) {
      elements.add(value(depth + 1));
      if (!accept(',')) {
        // (3) is 3 in Python, and no tuple.
        if (end == ')' && elements.size() == 1) {
          throw problem(", before )");
        }
        expect(end);
        break;
      }
    }
    return elements;
  }

  private String string() throws SyntaxException {
    char quote = text.charAt(position++);
    StringBuilder string = new StringBuilder();
    while (peek() != quote) {
      // An escape stays as it is: only names of fields have any, and nobody asks for those.
      int length = peek() == '\\' ? 2 : 1;
      if (position + length > text.length()) {
        throw problem("the end of a text in quotes");
      }
      string.append(text, position, position + length);
      position += length;
    }
    position++;
    return string.toString();
  }

  private Long integer() throws SyntaxException {
    int start = position;
    position++;
    while (isDigit(peek())) {
      position++;
    }
    String digits = text.substring(start, position);
    // Python 2 marks long integers so.
    if (peek() == 'L') {
      position++;
    }
    try {
      return Long.valueOf(digits);
    } catch (NumberFormatException e) {
      throw new SyntaxException("the number " + digits + " does not fit 64 bits");
    }
  }

  private Object word() throws SyntaxException {
    int start = position;
    while (Character.isLetter(peek())) {
      position++;
    }
    return switch (text.substring(start, position)) {
      case "True" -> true;
      case "False" -> false;
      case "None" -> NONE;
      default -> {
        position = start;
        throw problem("a text in quotes, an integer, True, False, None, ( or [");
      }
    };
  }

  private void expect(char c) throws SyntaxException {
    if (!accept(c)) {
      throw problem(String.valueOf(c));
    }
  }

  private boolean accept(char c) {
    skipSpaces();
    if (peek() != c) {
      return false;
    }
    position++;
    return true;
  }

  private void skipSpaces() {
    while (" \t\r\n".indexOf(peek()) >= 0) {
      position++;
    }
  }

  /** The next character, NUL at the end. */
  private char peek() {
    return position < text.length() ? text.charAt(position) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private SyntaxException problem(String expected) {
    String found = position < text.length() ? "'" + text.charAt(position) + "'" : "the end";
    return new SyntaxException(
        "expected " + expected + " at character " + position + ", found " + found);
  }
}
