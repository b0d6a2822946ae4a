package dev.lamina.weights.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * x∘scale + shift, where each vector has an element for each column or one for all. Computed in double
 * precision.
 */
final class ColumnScaling {

  private final double[] scale;
  private final double @Nullable [] shift;

  ColumnScaling(double[] scale, double @Nullable [] shift) {
    this.scale = scale;
    this.shift = shift;
  }

  /** What the columns are multiplied by. */
  double[] scale() {
    return scale;
  }

  /** Whether nothing is multiplied. */
  boolean isWithoutScale() {
    return scale.length == 1 && scale[0] == 1;
  }

  /** What is added then; null if nothing is. */
  double @Nullable [] shift() {
    return shift;
  }

  /** Leaves everything as it is. */
  static ColumnScaling none() {
    return new ColumnScaling(new double[] {1}, null);
  }

  static ColumnScaling multiply(double[] factors) {
    return new ColumnScaling(factors, null);
  }

  static ColumnScaling add(double[] terms) {
    return new ColumnScaling(new double[] {1}, terms);
  }

  /** This one and the other one after it. */
  ColumnScaling then(ColumnScaling next) {
    double[] moved = shift == null ? null : combine(shift, next.scale, (a, b) -> a * b);
    double[] sum = moved == null
        ? next.shift
        : next.shift == null ? moved : combine(moved, next.shift, Double::sum);
    return new ColumnScaling(combine(scale, next.scale, (a, b) -> a * b), sum);
  }

  /**
   * The scalings of columns that lie side by side.
   *
   * @param widths how many columns each of them is for
   */
  static ColumnScaling sideBySide(List<ColumnScaling> scalings, int[] widths) {
    boolean isWithoutShift = scalings.stream().allMatch(each -> each.shift == null);
    if (isWithoutShift && scalings.stream().allMatch(ColumnScaling::isWithoutScale)) {
      return none();
    }
    int width = Math.toIntExact(Arrays.stream(widths).asLongStream().sum());
    double[] scale = new double[width];
    double[] shift = new double[width];
    int from = 0;
    for (int i = 0; i < widths.length; i++) {
      ColumnScaling part = scalings.get(i);
      for (int column = 0; column < widths[i]; column++) {
        scale[from + column] = at(part.scale, column);
        shift[from + column] = part.shift == null ? 0 : at(part.shift, column);
      }
      from += widths[i];
    }
    return new ColumnScaling(scale, isWithoutShift ? null : shift);
  }

  private static double[] combine(double[] a, double[] b, DoubleBinaryOperator operator) {
    double[] result = new double[Math.max(a.length, b.length)];
    for (int i = 0; i < result.length; i++) {
      result[i] = operator.applyAsDouble(at(a, i), at(b, i));
    }
    return result;
  }

  /** The element of a vector for a column. */
  static double at(double[] vector, int column) {
    return vector.length == 1 ? vector[0] : vector[column];
  }
}
