package dev.lamina.weights.onnx;

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
