package dev.lamina.weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Orders names that differ only in one number by that number: 0, 2, 10. */
final class NumericOrder {

  private NumericOrder() {}

  /** The names in ascending order; empty if they differ in more than one number or in other text. */
  static Optional<List<String>> of(List<String> names) {
    if (names.size() < 2) {
      return Optional.of(List.copyOf(names));
    }
    String first = names.get(0);
    int prefix = commonPrefix(first, names.get(1));
    int suffix = commonSuffix(first, names.get(1), prefix);
    List<Numbered> numbered = new ArrayList<>();
    for (String name : names) {
      int end = name.length() - suffix;
      if (end <= prefix
          || !name.startsWith(first.substring(0, prefix))
          || !name.endsWith(first.substring(first.length() - suffix))
          || !name.chars().skip(prefix).limit(end - prefix).allMatch(NumericOrder::isDigit)) {
        return Optional.empty();
      }
      numbered.add(new Numbered(name, withoutLeadingZeros(name.substring(prefix, end))));
    }
    numbered.sort(Comparator.comparingInt((Numbered name) -> name.number.length())
        .thenComparing(Numbered::number));
    boolean repeats = numbered.stream().map(Numbered::number).distinct().count() < numbered.size();
    return repeats
        ? Optional.empty()
        : Optional.of(numbered.stream().map(Numbered::name).toList());
  }

  private record Numbered(String name, String number) {}

  /** How far two names are the same; a number counts as a whole. */
  private static int commonPrefix(String a, String b) {
    int length = 0;
    while (length < Math.min(a.length(), b.length()) && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    while (length > 0 && isDigit(a.charAt(length - 1))) {
      length--;
    }
    return length;
  }

  /** The same from the end, as far as the prefix leaves anything. */
  private static int commonSuffix(String a, String b, int prefix) {
    int length = 0;
    while (length < Math.min(a.length(), b.length()) - prefix
        && a.charAt(a.length() - length - 1) == b.charAt(b.length() - length - 1)) {
      length++;
    }
    while (length > 0 && isDigit(a.charAt(a.length() - length))) {
      length--;
    }
    return length;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static String withoutLeadingZeros(String digits) {
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.substring(zeros);
  }
}
