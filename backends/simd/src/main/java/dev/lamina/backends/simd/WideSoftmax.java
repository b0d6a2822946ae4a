package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax, and its logarithm, of a row of many values, in passes over it while it is in cache. The values at
 * its end that do not fill a vector go through the same passes in scratch memory, where −∞ fills
 * theirs.
 */
final class WideSoftmax {

  private static final int LANES = VectorWidth.LANES;

  /** Where the vector with the values at the end of the row is in the scratch memory. */
  private static final int REST = 0;

  /** Where the sums of the lanes are added up in the scratch memory, and where what they lost is. */
  private static final int SUMS = LANES;

  private static final int LOST = 2 * LANES;

  private WideSoftmax() {}

  /**
   * Replaces a row by its softmax, or by the logarithms of it.
   *
   * @param a holds the row
   * @param from the index of its first value
   * @param columns the number of its values
   * @param rate what the differences to the maximum are multiplied by
   * @param logarithm whether the logarithms are wanted
   * @param scratch scratch memory
   */
  static void apply(
      float[] a, int from, int columns, float rate, boolean logarithm, float[] scratch) {
    int rest = columns & (LANES - 1);
    int to = from + columns - rest;
    FloatVector.broadcast(VectorWidth.FLOATS, Float.NEGATIVE_INFINITY).intoArray(scratch, REST);
    FewValues.copy(a, to, scratch, REST, rest);

    FloatVector maxima = FloatVector.fromArray(VectorWidth.FLOATS, scratch, REST);
    for (int i = from; i < to; i += LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      // Two instructions, where max would be five. Where a value is NaN the maximum may be another,
      // and all results are NaN.
      maxima = z.blend(maxima, z.compare(VectorOperators.LE, maxima));
    }
    maxima.intoArray(scratch, SUMS);
    float maximum = maximumOfLanes(scratch, SUMS);

    FloatVector zero = FloatVector.zero(VectorWidth.FLOATS);
    zero.intoArray(scratch, SUMS);
    zero.intoArray(scratch, LOST);
    int next = from;
    while (next < to + rest) {
      boolean atRest = next == to;
      float[] values = atRest ? scratch : a;
      int first = atRest ? REST : next;
      int count = atRest ? LANES : Math.min(ActivationFunction.BLOCK_FLOATS, to - next);
      subtractAndScale(values, first, first + count, maximum, rate);
      float[] powers = logarithm ? scratch : values;
      int power = logarithm ? ActivationFunction.GATHERED_FLOATS : first;
      Exponential.compute(values, first, first + count, 1, 0, powers, power);
      addToSums(powers, power, power + count, scratch);
      next += count;
    }

    float sum = sumOfLanes(scratch, SUMS) + sumOfLanes(scratch, LOST);
    float subtrahend = logarithm ? (float) Math.log(sum) : 0;
    float factor = logarithm ? 1 : 1 / sum;
    subtractAndScale(a, from, to, subtrahend, factor);
    for (int i = 0; i < rest; i++) {
      a[to + i] = (scratch[REST + i] - subtrahend) * factor;
    }
  }

  /**
   * Adds values to the sums of the lanes. They carry along what their roundings lose (Donald Knuth's
   * TwoSum), so that a sum is as good for thousands of values as for two.
   */
  private static void addToSums(float[] values, int from, int to, float[] scratch) {
    FloatVector sum = FloatVector.fromArray(VectorWidth.FLOATS, scratch, SUMS);
    FloatVector lost = FloatVector.fromArray(VectorWidth.FLOATS, scratch, LOST);
    for (int i = from; i < to; i += LANES) {
      FloatVector value = FloatVector.fromArray(VectorWidth.FLOATS, values, i);
      FloatVector next = value.add(sum);
      FloatVector rounded = next.sub(sum);
      lost = next.sub(rounded).neg().add(sum).add(value.sub(rounded)).add(lost);
      sum = next;
    }
    sum.intoArray(scratch, SUMS);
    lost.intoArray(scratch, LOST);
  }

  private static float maximumOfLanes(float[] values, int from) {
    float maximum = values[from];
    for (int i = from + 1; i < from + LANES; i++) {
      float value = values[i];
      maximum = value > maximum ? value : maximum;
    }
    return maximum;
  }

  /**
   * The sum of as many values as a vector holds, in four parts that are added at the same time. The
   * Vector API's own reduction promises no order.
   */
  private static float sumOfLanes(float[] values, int from) {
    float s0 = values[from];
    float s1 = values[from + 1];
    float s2 = values[from + 2];
    float s3 = values[from + 3];
    for (int i = from + 4; i < from + LANES; i += 4) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Replaces each value v by (v − subtrahend)·factor; the values fill whole vectors. */
  private static void subtractAndScale(
      float[] a, int from, int to, float subtrahend, float factor) {
    for (int i = from; i < to; i += LANES) {
      FloatVector v = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      v.sub(subtrahend).mul(factor).intoArray(a, i);
    }
  }
}
