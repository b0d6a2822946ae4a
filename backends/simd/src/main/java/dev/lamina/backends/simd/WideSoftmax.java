package dev.lamina.backends.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Softmax of a row that is wider than a vector. The last vector of a row ends with its last value and
 * overlaps the one before.
 *
 * <p>The sum carries along what its roundings lose (Donald Knuth's TwoSum), so that it is as good for
 * thousands of classes as for two.
 */
final class WideSoftmax {

  private static final int LANES = VectorWidth.LANES;

  /** A vector of zeros, then one of ones: where a vector begins in it decides how many lanes count. */
  private static final float[] COUNTS = new float[2 * LANES];

  static {
    Arrays.fill(COUNTS, LANES, 2 * LANES, 1);
  }

  private WideSoftmax() {}

  /**
   * Replaces a row by its softmax.
   *
   * @param a holds the row
   * @param from the index of its first value
   * @param columns the number of its values, more than a vector holds
   */
  static void apply(float[] a, int from, int columns) {
    int last = from + columns - LANES;
    int newInLast = (columns - 1) % LANES + 1;
    if (columns <= 2 * LANES) {
      applyToTwoVectors(a, from, last, newInLast);
    } else {
      FloatVector sum = exponentials(a, from, last, newInLast);
      scale(a, from, last, sum);
    }
  }

  private static void applyToTwoVectors(float[] a, int from, int last, int newInLast) {
    FloatVector first = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    FloatVector second = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    FloatVector maximum = AcrossLanes.maximum(AcrossLanes.max(first, second), LANES);
    first = Exponential.expOfNegative(first.sub(maximum));
    second = Exponential.expOfNegative(second.sub(maximum));
    FloatVector counts = FloatVector.fromArray(VectorWidth.FLOATS, COUNTS, newInLast);
    FloatVector sum = AcrossLanes.sum(second.fma(counts, first), LANES);
    first.div(sum).intoArray(a, from);
    second.div(sum).intoArray(a, last);
  }

  /** Replaces zⱼ by e^(zⱼ − m); the sum is in every lane of the result. */
  private static FloatVector exponentials(float[] a, int from, int last, int newInLast) {
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    FloatVector maximum = tail;
    for (int i = from; i < last; i += LANES) {
      maximum = AcrossLanes.max(maximum, FloatVector.fromArray(VectorWidth.FLOATS, a, i));
    }
    maximum = AcrossLanes.maximum(maximum, LANES);
    FloatVector sum = FloatVector.zero(VectorWidth.FLOATS);
    FloatVector lost = sum;
    for (int i = from; i < last; i += LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector power = Exponential.expOfNegative(z.sub(maximum));
      power.intoArray(a, i);
      FloatVector next = sum.add(power);
      lost = lost.add(lostInSum(sum, power, next));
      sum = next;
    }
    FloatVector power = Exponential.expOfNegative(tail.sub(maximum));
    power.intoArray(a, last);
    FloatVector counted = power.mul(FloatVector.fromArray(VectorWidth.FLOATS, COUNTS, newInLast));
    FloatVector next = sum.add(counted);
    lost = lost.add(lostInSum(sum, counted, next));
    return AcrossLanes.sum(next, LANES).add(AcrossLanes.sum(lost, LANES));
  }

  /** What the rounded sum of a and b is less than their exact sum. */
  private static FloatVector lostInSum(FloatVector a, FloatVector b, FloatVector rounded) {
    FloatVector roundedB = rounded.sub(a);
    return a.sub(rounded.sub(roundedB)).add(b.sub(roundedB));
  }

  private static void scale(float[] a, int from, int last, FloatVector sum) {
    FloatVector factor = FloatVector.broadcast(VectorWidth.FLOATS, 1f).div(sum);
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += LANES) {
      FloatVector.fromArray(VectorWidth.FLOATS, a, i).mul(factor).intoArray(a, i);
    }
    tail.mul(factor).intoArray(a, last);
  }
}
