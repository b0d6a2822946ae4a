package dev.lamina.weights;

import dev.lamina.ColumnSpec;
import dev.lamina.PortSpec;
import dev.lamina.weights.file.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The names of columns in a file's metadata, {@code billLength, billDepth, pixels[64]}, held against
 * those of a network. Python writes {@code bill_length} where Java writes {@code billLength}, so letters
 * and digits count and their case does not.
 */
final class ColumnNames {

  private static final String SEPARATOR = ", ";

  private ColumnNames() {}

  /** The metadata of a network's columns, empty if they have no names. */
  static Optional<String> text(List<PortSpec> ports) {
    List<ColumnSpec> columns = columns(ports);
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(
            columns.stream().map(ColumnSpec::toString).collect(Collectors.joining(SEPARATOR)));
  }

  private static List<ColumnSpec> columns(List<PortSpec> ports) {
    // Several ports lie side by side; if one has no names, the places of the others are unknown.
    return ports.stream().anyMatch(port -> port.columns().isEmpty())
        ? List.of()
        : ports.stream().flatMap(port -> port.columns().stream()).toList();
  }

  /**
   * How the names in a file differ from those of a network; nothing can be said if one has no names.
   *
   * @param what what the columns are, {@code features} for example
   * @param network the network's name
   */
  static Optional<String> problem(
      String what, String metadata, String network, List<PortSpec> ports) {
    List<String> expected = columns(ports).stream()
        .flatMap(column -> Collections.nCopies(column.size(), column.name()).stream())
        .toList();
    List<String> found = names(metadata, expected.size() + 1);
    if (expected.isEmpty() || found.isEmpty() || keys(expected).equals(keys(found))) {
      return Optional.empty();
    }
    boolean sameNames = sorted(expected).equals(sorted(found));
    return Optional.of(String.format(
        "%s: the file has %s, %s has %s: %s",
        what,
        listed(found),
        network,
        listed(expected),
        sameNames ? "they are in another order" : firstDifference(found, expected)));
  }

  private static String firstDifference(List<String> found, List<String> expected) {
    int common = Math.min(found.size(), expected.size());
    for (int i = 0; i < common; i++) {
      if (!key(found.get(i)).equals(key(expected.get(i)))) {
        return String.format(
            "the first difference is column %d, %s and %s",
            i, Printable.text(found.get(i)), expected.get(i));
      }
    }
    return found.size() < expected.size() ? "the file has fewer" : "the file has more";
  }

  private static String listed(List<String> names) {
    return Printable.text(String.join(SEPARATOR, names));
  }

  /** The name of each single column, up to a limit: a file may claim any number of them. */
  private static List<String> names(String metadata, int limit) {
    List<String> names = new ArrayList<>();
    for (String entry : metadata.split(",", limit + 1)) {
      String name = entry.strip();
      int bracket = name.endsWith("]") ? name.lastIndexOf('[') : -1;
      Optional<Integer> size = bracket < 0 ? Optional.empty() : size(name, bracket);
      if (size.isPresent()) {
        names.addAll(Collections.nCopies(Math.min(size.get(), limit), name.substring(0, bracket)));
      } else if (!name.isEmpty()) {
        names.add(name);
      }
      if (names.size() >= limit) {
        break;
      }
    }
    return names.subList(0, Math.min(names.size(), limit));
  }

  /** The number in the brackets; more than a few digits are no size but a part of the name. */
  private static Optional<Integer> size(String name, int bracket) {
    String digits = name.substring(bracket + 1, name.length() - 1);
    return digits.matches("[0-9]{1,6}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
  }

  private static List<String> keys(List<String> names) {
    return names.stream().map(ColumnNames::key).toList();
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().map(ColumnNames::key).sorted().toList();
  }

  private static String key(String name) {
    String key = name.codePoints()
        .filter(Character::isLetterOrDigit)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .toLowerCase(Locale.ROOT);
    // A name of signs only is still a name.
    return key.isEmpty() ? name : key;
  }
}
