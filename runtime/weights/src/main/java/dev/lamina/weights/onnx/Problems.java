package dev.lamina.weights.onnx;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a graph has that Lamina has not, as far as the rest of it can still be read: one error says all of
 * it.
 */
final class Problems {

  private static final int MAX_LISTED = 10;

  /** The first line is all that some places show. */
  private static final int MAX_IN_FIRST_LINE = 3;

  private final String file;
  private final List<Problem> listed = new ArrayList<>();
  private int count;

  Problems(String file) {
    this.file = file;
  }

  void add(Problem problem) {
    count++;
    if (listed.size() < MAX_LISTED) {
      listed.add(problem);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The error for all of them. */
  LaminaException error() {
    return error(Optional.empty());
  }

  /**
   * The error for all of them and the one that made reading on impossible. A file that is no good is
   * told alone.
   */
  LaminaException error(LaminaException last) {
    return isEmpty() || last.code() != ErrorCode.MODEL ? last : error(Optional.of(last));
  }

  private LaminaException error(Optional<LaminaException> last) {
    if (count == 1 && last.isEmpty()) {
      return listed.get(0).in(file);
    }
    List<String> lines = new ArrayList<>();
    int all = count + (last.isPresent() ? 1 : 0);
    String first = listed.stream()
        .limit(MAX_IN_FIRST_LINE)
        .map(Problem::what)
        .collect(Collectors.joining("; "));
    lines.add(file + ": " + all + " problems: " + first + (all > MAX_IN_FIRST_LINE ? "; ..." : ""));
    for (Problem problem : listed) {
      lines.add("  " + problem.what());
      lines.add("    expected: " + problem.expected());
      lines.add("    found: " + problem.found());
      lines.add("    fix: " + problem.fix());
    }
    if (count > listed.size()) {
      lines.add("  and " + (count - listed.size()) + " more");
    }
    last.map(this::text).ifPresent(lines::add);
    return new LaminaException(ErrorCode.MODEL, String.join(System.lineSeparator(), lines));
  }

  /** The text of an error about the same file, without the file's name and further in. */
  private String text(LaminaException error) {
    String message = String.valueOf(error.getMessage());
    String prefix = file + ": ";
    int start = message.indexOf(prefix);
    return (start < 0 ? message : message.substring(start + prefix.length()))
        .lines()
        .map(line -> "  " + line)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
