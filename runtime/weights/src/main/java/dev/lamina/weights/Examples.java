package dev.lamina.weights;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import java.util.Locale;
import java.util.Optional;

/**
 * Golden cases: inputs with what the tool that trained a network computes for them. They travel in the
 * network's weight file, and a network that is loaded from it has to reproduce them, or it is refused.
 * That catches what shapes cannot: another activation, two layers of the same shape in the wrong order,
 * features in another order, a damaged weight.
 *
 * <p>An output y agrees with the expected value e if |y − e| ≤ tolerance · max(1, |e|); NaN agrees with
 * NaN, an infinity with the same one.
 *
 * <p>Immutable; arrays are copied.
 */
public final class Examples {

  /**
   * The tolerance of examples that do not say one. Single precision is better than that by a factor of
   * ten to a thousand, according to the number and width of the layers; a mistake is far worse.
   */
  public static final double DEFAULT_TOLERANCE = 1e-4;

  private final int rows;
  private final float[] x;
  private final float[] y;
  private final double tolerance;
  private final Optional<String> tool;

  private Examples(int rows, float[] x, float[] y, double tolerance, Optional<String> tool) {
    this.rows = rows;
    this.x = x;
    this.y = y;
    this.tolerance = tolerance;
    this.tool = tool;
  }

  /**
   * Examples with the {@link #DEFAULT_TOLERANCE}.
   *
   * @param rows the number of examples N, positive
   * @param x the inputs X (N × ℓ₀), row by row
   * @param y the outputs that are expected (N × ℓ_last), row by row
   * @return the examples
   * @throws IllegalArgumentException if there are no rows, or an array does not divide into them
   */
  public static Examples of(int rows, float[] x, float[] y) {
    if (rows <= 0
        || x.length == 0
        || y.length == 0
        || x.length % rows != 0
        || y.length % rows != 0) {
      throw new IllegalArgumentException(ErrorCode.EXAMPLES.text(
          "examples have at least one row, and as many values for each; got %d rows, %d values of x"
              + " and %d of y",
          rows, x.length, y.length));
    }
    return new Examples(rows, x.clone(), y.clone(), DEFAULT_TOLERANCE, Optional.empty());
  }

  /**
   * The same examples with another tolerance.
   *
   * @param tolerance how far an output may be from what is expected, relative where that exceeds 1
   * @return the changed examples
   * @throws IllegalArgumentException if the tolerance is negative, infinite or NaN
   */
  public Examples withTolerance(double tolerance) {
    if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
      throw new IllegalArgumentException(
          ErrorCode.EXAMPLES.text("a tolerance is a finite number from 0 on, got %s", tolerance));
    }
    return new Examples(rows, x, y, tolerance, tool);
  }

  /**
   * The same examples with the name of the tool that computed them.
   *
   * @param tool its name and version, such as {@code PyTorch 2.9.1}
   * @return the changed examples
   */
  public Examples withTool(String tool) {
    return new Examples(rows, x, y, tolerance, Optional.of(tool));
  }

  /**
   * The number of examples.
   *
   * @return N, positive
   */
  public int rows() {
    return rows;
  }

  /**
   * The inputs.
   *
   * @return a copy of X (N × ℓ₀), row by row
   */
  public float[] x() {
    return x.clone();
  }

  /**
   * The outputs that are expected.
   *
   * @return a copy of them (N × ℓ_last), row by row
   */
  public float[] y() {
    return y.clone();
  }

  /**
   * How far an output may be from what is expected.
   *
   * @return a number from 0 on, relative where the expected value exceeds 1
   */
  public double tolerance() {
    return tolerance;
  }

  /**
   * The tool that computed the outputs.
   *
   * @return its name and version, empty if they are not known
   */
  public Optional<String> tool() {
    return tool;
  }

  /**
   * Checks that the examples are as wide as a network.
   *
   * @param network the shapes
   * @throws LaminaException with {@link ErrorCode#EXAMPLES} if x or y has another number of columns
   */
  public void checkFit(NetworkSpec network) {
    int in = x.length / rows;
    int out = y.length / rows;
    if (in != network.inputSize() || out != network.outputSize()) {
      throw new LaminaException(
          ErrorCode.EXAMPLES,
          String.format(
              "the examples are of a network (N x %d) -> (N x %d), %s is (N x %d) -> (N x %d)%n"
                  + "  fix: bring examples of this network, row by row",
              in, out, network.name(), network.inputSize(), network.outputSize()));
    }
  }

  /**
   * Compares what a network computed for {@link #x()} with what is expected.
   *
   * @param results as many values as {@link #y()} has
   * @return where they disagree, empty if they agree throughout
   * @throws IllegalArgumentException if there are more or fewer values
   */
  public Optional<Disagreement> compare(float[] results) {
    if (results.length != y.length) {
      throw new IllegalArgumentException(ErrorCode.EXAMPLES.text(
          "%d values are expected for %d examples, got %d", y.length, rows, results.length));
    }
    int columns = y.length / rows;
    int worst = -1;
    double largest = -1;
    int wrongRows = 0;
    int lastWrongRow = -1;
    for (int i = 0; i < y.length; i++) {
      double difference = difference(y[i], results[i]);
      if (difference > tolerance) {
        if (i / columns != lastWrongRow) {
          lastWrongRow = i / columns;
          wrongRows++;
        }
        if (difference > largest) {
          largest = difference;
          worst = i;
        }
      }
    }
    return worst < 0
        ? Optional.empty()
        : Optional.of(new Disagreement(
            worst / columns, worst % columns, y[worst], results[worst], wrongRows, rows));
  }

  /**
   * The largest difference between what a network computed for {@link #x()} and what is expected, as it
   * is held against the tolerance.
   *
   * @param results as many values as {@link #y()} has
   * @return max |y − e| / max(1, |e|); infinite where one is NaN or infinite and the other is not
   */
  public double largestDifference(float[] results) {
    double largest = 0;
    for (int i = 0; i < y.length; i++) {
      largest = Math.max(largest, difference(y[i], results[i]));
    }
    return largest;
  }

  private static double difference(float expected, float found) {
    if (Float.compare(expected, found) == 0) {
      return 0;
    }
    double difference = Math.abs((double) found - expected) / Math.max(1, Math.abs(expected));
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  /**
   * Where a network computes something else than is expected.
   *
   * @param row the row of the worst value, from 0
   * @param output its column, from 0
   * @param expected what the tool computed
   * @param found what the network computed
   * @param wrongRows how many rows have a value that is wrong
   * @param rows how many rows there are
   */
  public record Disagreement(
      int row, int output, float expected, float found, int wrongRows, int rows) {

    /** For error texts: {@code row 3, output 7: expected 0.93, got 0.01; 40 of 50 rows are wrong}. */
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "row %d, output %d: expected %s, got %s; %d of %d rows are wrong",
          row,
          output,
          expected,
          found,
          wrongRows,
          rows);
    }
  }
}
