package dev.lamina.tck;

/**
 * A matrix in double precision and, for each of its elements, how far a correct computation in float
 * may be from it. NaN and infinite values have no such tolerance.
 */
final class Estimate {

  private final int rows;
  private final int columns;
  private final double[] values;
  private final double[] errors;

  private Estimate(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.values = new double[rows * columns];
    this.errors = new double[rows * columns];
  }

  /** A matrix of which every element is known exactly. */
  static Estimate exactly(int rows, int columns, float[] elements) {
    Estimate estimate = new Estimate(rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      estimate.values[i] = elements[i];
    }
    return estimate;
  }

  /** A matrix that is filled in row by row. */
  static Estimate ofSize(int rows, int columns) {
    return new Estimate(rows, columns);
  }

  void setRow(int row, double[] rowValues, double[] rowErrors) {
    System.arraycopy(rowValues, 0, values, row * columns, columns);
    System.arraycopy(rowErrors, 0, errors, row * columns, columns);
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  double value(int row, int column) {
    return values[row * columns + column];
  }

  double error(int row, int column) {
    return errors[row * columns + column];
  }

  /** Whether a correct computation in float can have this result. */
  boolean admits(int row, int column, float result) {
    double value = value(row, column);
    if (Double.isNaN(value)) {
      return Float.isNaN(result);
    }
    if (Double.isInfinite(value)) {
      return result == value;
    }
    if (Float.isInfinite(result)) {
      return Math.abs(value) + error(row, column) > Float.MAX_VALUE && result * value > 0;
    }
    return Math.abs(result - value) <= error(row, column);
  }
}
