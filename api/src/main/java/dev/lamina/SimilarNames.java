package dev.lamina;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was meant where another was written: for error texts that ask "did you mean". */
public final class SimilarNames {

  /** One slip of the finger in so many letters. */
  private static final int LETTERS_PER_SLIP = 3;

  private SimilarNames() {}

  /**
   * The name nearest to what was written. A slip is a letter that is missing, surplus, wrong or swapped
   * with its neighbour; near is one in at most three letters.
   *
   * @param written what was written
   * @param names the names that there are
   * @return the first of equally near ones; empty if none is near
   */
  public static Optional<String> nearest(String written, List<String> names) {
    return names.stream()
        .filter(name -> slips(written, name)
            <= Math.max(written.strip().length(), name.length()) / LETTERS_PER_SLIP)
        .min(Comparator.comparingInt(name -> slips(written, name)));
  }

  /**
   * How many letters are missing, surplus, wrong or swapped with their neighbour; upper and lower case
   * and surrounding spaces count for nothing.
   */
  private static int slips(String written, String name) {
    String a = written.strip().toLowerCase(Locale.ROOT);
    String b = name.toLowerCase(Locale.ROOT);
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : fewest(a, b, i, j, slips);
      }
    }
    return slips[a.length()][b.length()];
  }

  /** For the first i and j letters, of which there is at least one each. */
  private static int fewest(String a, String b, int i, int j, int[][] slips) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int fewest = Math.min(
        slips[i - 1][j - 1] + (same ? 0 : 1), Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(fewest, slips[i - 2][j - 2] + 1) : fewest;
  }
}
