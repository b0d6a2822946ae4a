package dev.lamina.cli.drawing;

import dev.lamina.weights.file.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** Makes names, which may come out of any file, fit for a picture. */
final class Names {

  /** The longest that is shown in full; every name stands in full in a tooltip. */
  private static final int LONGEST = 26;

  private static final int LONGEST_IN_LIST = 14;
  private static final int LONGEST_LIST = 4;

  private Names() {}

  /** A name in a box, its middle left out if it is long: beginning and end tell names apart. */
  static String shown(String name) {
    return shortened(Printable.text(name), LONGEST);
  }

  /** Several names, most of them left out if they are many. */
  static String list(List<String> names) {
    String shown = names.stream()
        .limit(LONGEST_LIST)
        .map(name -> shortened(Printable.text(name), LONGEST_IN_LIST))
        .collect(Collectors.joining(", "));
    return names.size() > LONGEST_LIST ? shown + ", … " + names.size() + " in all" : shown;
  }

  private static String shortened(String name, int longest) {
    if (name.codePointCount(0, name.length()) <= longest) {
      return name;
    }
    int end = longest / 2;
    return name.substring(0, name.offsetByCodePoints(0, longest - end - 1))
        + "…"
        + name.substring(name.offsetByCodePoints(name.length(), -end));
  }
}
