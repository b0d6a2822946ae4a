package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Locale;

/** Compares results and says where and by how much they are wrong. */
final class Check {

  private Check() {}

  /**
   * The results are within their tolerances.
   *
   * @param subject what was computed, the beginning of a failure's text
   */
  static void matches(String subject, Estimate expected, float[] results) {
    int wrong = 0;
    String first = "";
    for (int row = 0; row < expected.rows(); row++) {
      for (int column = 0; column < expected.columns(); column++) {
        float result = results[row * expected.columns() + column];
        if (!expected.admits(row, column, result)) {
          if (wrong++ == 0) {
            first = describe(expected, row, column, result);
          }
        }
      }
    }
    if (wrong > 0) {
      failWith(subject, expected.rows(), first, wrong, results.length);
    }
  }

  private static String describe(Estimate expected, int row, int column, float result) {
    double value = expected.value(row, column);
    String difference = String.format(
        Locale.ROOT, "row %d, column %d: expected %s, got %s", row, column, value, result);
    // NaN and infinite values have no bound: they are expected as they are.
    return Double.isNaN(value) || Double.isInfinite(value)
        ? difference
        : String.format(
            Locale.ROOT,
            "%s, error %.3g > bound %.3g",
            difference,
            Math.abs(result - value),
            expected.error(row, column));
  }

  /** The results are the same, bit by bit; one NaN is as good as another. */
  static void sameBits(
      String subject, String contrast, int columns, float[] expected, float[] results) {
    if (expected.length != results.length) {
      fail(subject + ": " + expected.length + " values expected, got " + results.length);
    }
    int wrong = 0;
    String first = "";
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(results[i])) {
        if (wrong++ == 0) {
          first = String.format(
              Locale.ROOT,
              "row %d, column %d: %s, but expected %s, the same bits as %s",
              i / columns,
              i % columns,
              results[i],
              expected[i],
              contrast);
        }
      }
    }
    if (wrong > 0) {
      failWith(subject, expected.length / columns, first, wrong, expected.length);
    }
  }

  private static void failWith(String subject, int rows, String first, int wrong, int all) {
    fail(String.format(
        Locale.ROOT,
        "%s, N = %d: %s; %d of %d values are wrong",
        subject,
        rows,
        first,
        wrong,
        all));
  }
}
