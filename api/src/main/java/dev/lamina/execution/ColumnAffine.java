package dev.lamina.execution;

import java.util.Arrays;

/** v·factor + shift for each column v of a matrix, in double precision. It never changes. */
final class ColumnAffine {

  private final double[] factor;
  private final double[] shift;

  /** Takes the arrays over; nobody else writes to them. */
  ColumnAffine(double[] factor, double[] shift) {
    this.factor = factor;
    this.shift = shift;
  }

  /** What changes nothing. */
  static ColumnAffine identity(int columns) {
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    return new ColumnAffine(ones, new double[columns]);
  }

  int columns() {
    return factor.length;
  }

  double factor(int column) {
    return factor[column];
  }

  double shift(int column) {
    return shift[column];
  }

  /** This one first, then the other. */
  ColumnAffine then(ColumnAffine other) {
    double[] factors = new double[columns()];
    double[] shifts = new double[columns()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = factor[i] * other.factor[i];
      shifts[i] = shift[i] * other.factor[i] + other.shift[i];
    }
    return new ColumnAffine(factors, shifts);
  }

  /** Some of the columns. */
  ColumnAffine slice(int from, int count) {
    return new ColumnAffine(
        Arrays.copyOfRange(factor, from, from + count),
        Arrays.copyOfRange(shift, from, from + count));
  }

  /** These columns and those of the other beside them. */
  ColumnAffine beside(ColumnAffine other) {
    double[] factors = Arrays.copyOf(factor, columns() + other.columns());
    double[] shifts = Arrays.copyOf(shift, columns() + other.columns());
    System.arraycopy(other.factor, 0, factors, columns(), other.columns());
    System.arraycopy(other.shift, 0, shifts, columns(), other.columns());
    return new ColumnAffine(factors, shifts);
  }
}
