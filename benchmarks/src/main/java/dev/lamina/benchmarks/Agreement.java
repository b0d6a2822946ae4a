package dev.lamina.benchmarks;

import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.Arrays;
import java.util.Locale;

/**
 * Checks what engines computed for the same rows. Up to {@value #REFERENCE_ROWS} rows are held against
 * {@link Reference}; all rows of all engines are held against the first engine's, with four times the
 * largest bound of those rows: each of the two may be off by one, and other rows may have larger ones.
 */
final class Agreement {

  private static final int REFERENCE_ROWS = 4;

  private final NetworkSpec network;
  private final Reference reference;
  private final float[] x;
  private final int rows;

  Agreement(NetworkSpec network, Parameters parameters, float[] x, int rows) {
    this.network = network;
    this.reference = new Reference(network, parameters);
    this.x = x;
    this.rows = rows;
  }

  /**
   * Compares.
   *
   * @param names the engines
   * @param results Y of each engine
   * @throws IllegalStateException if a result is off by more than its bound
   */
  void check(String[] names, float[][] results) {
    int columns = network.outputSize();
    double largestBound = 0;
    for (int sample = 0; sample < Math.min(rows, REFERENCE_ROWS); sample++) {
      int row = rows <= REFERENCE_ROWS ? sample : (rows - 1) / (REFERENCE_ROWS - 1) * sample;
      int from = row * network.inputSize();
      Reference.Row expected =
          reference.compute(Arrays.copyOfRange(x, from, from + network.inputSize()));
      for (int column = 0; column < columns; column++) {
        double bound = expected.bound()[column];
        largestBound = Math.max(largestBound, bound);
        for (int e = 0; e < names.length; e++) {
          float actual = results[e][row * columns + column];
          check(names[e], row, column, actual, "double", expected.exact()[column], bound);
        }
      }
    }
    for (int e = 1; e < names.length; e++) {
      for (int i = 0; i < rows * columns; i++) {
        check(
            names[e],
            i / columns,
            i % columns,
            results[e][i],
            names[0],
            results[0][i],
            4 * largestBound);
      }
    }
  }

  private void check(
      String name,
      int row,
      int column,
      double actual,
      String other,
      double expected,
      double bound) {
    // Not ">": a NaN is a mistake.
    if (!(Math.abs(actual - expected) <= bound)) {
      throw new IllegalStateException(String.format(
          Locale.ROOT,
          "%s, batch %d, row %d, column %d: %s computes %.9g, %s %.9g; a difference of %.1e is"
              + " allowed, this is %.1e",
          network.name(),
          rows,
          row,
          column,
          name,
          actual,
          other,
          expected,
          bound,
          Math.abs(actual - expected)));
    }
  }
}
