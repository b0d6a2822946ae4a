package dev.lamina.processor;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The signs in which shapes are drawn.
 *
 * @param times between the extents of a matrix
 * @param arrow from a layer to the next
 * @param broken in front of a layer that does not fit
 * @param ellipsis for layers left out
 */
record Symbols(String times, String arrow, String broken, String ellipsis) {

  static final Symbols UNICODE = new Symbols("×", "→", "✗", "…");
  static final Symbols ASCII = new Symbols("x", "->", "(!)", "...");

  /** The signs that the console to which compilers print can show. */
  static Symbols forConsole() {
    return Stream.of("stderr.encoding", "sun.stderr.encoding", "native.encoding", "file.encoding")
        .map(System::getProperty)
        .filter(name -> name != null && !name.isEmpty())
        .findFirst()
        .map(Symbols::forCharset)
        .orElse(ASCII);
  }

  static Symbols forCharset(@Nullable String name) {
    try {
      Charset charset = Charset.forName(name);
      boolean shown = charset.canEncode()
          && charset.newEncoder().canEncode(String.join("", "×", "→", "✗", "…"));
      return shown ? UNICODE : ASCII;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return ASCII;
    }
  }

  /** A matrix of N rows. */
  String rows(int columns) {
    return "(N " + times + " " + columns + ")";
  }
}
