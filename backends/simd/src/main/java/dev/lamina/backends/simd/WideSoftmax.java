package dev.lamina.backends.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax, and its logarithm, of a row of many values, in passes over it while it is in cache. Where a pass ends with
 * fewer values than a vector holds, its last vector overlaps the one before.
 */
final class WideSoftmax {

  private static final int LANES = VectorWidth.LANES;

  /** Zeros, then ones: where a vector begins in it decides how many of its last lanes count. */
  private static final float[] COUNTS = new float[2 * LANES];

  static {
    Arrays.fill(COUNTS, LANES, 2 * LANES, 1);
  }

  private WideSoftmax() {}

  /**
   * Replaces a row, at least as long as a vector, by its softmax.
   *
   * @param a holds the row
   * @param from the index of its first value
   * @param to behind its last value
   * @param rate what the differences to the maximum are multiplied by
   * @param scratch scratch memory
   */
  static void apply(float[] a, int from, int to, float rate, float[] scratch) {
    float maximum = maximum(a, from, to);
    if (rate == 1) {
      Exponential.compute(a, from, to, 1, -maximum, a, from);
    } else {
      subtractAndScale(a, from, to, maximum, rate);
      Exponential.compute(a, from, to, 1, 0, a, from);
    }
    subtractAndScale(a, from, to, 0, 1 / sum(a, from, to, scratch));
  }

  /** As {@link #apply}, for the logarithms of softmax. */
  static void applyLogarithm(float[] a, int from, int to, float rate, float[] scratch) {
    subtractAndScale(a, from, to, maximum(a, from, to), rate);
    int block = ActivationFunction.GATHERED_FLOATS;
    double sum = 0;
    int next = from;
    while (next < to) {
      int count = ActivationFunction.blockLength(to - next);
      Exponential.compute(a, next, next + count, 1, 0, scratch, block);
      sum += sum(scratch, block, block + count, scratch);
      next += count;
    }
    subtractAndScale(a, from, to, (float) Math.log(sum), 1);
  }

  private static float maximum(float[] a, int from, int to) {
    int last = to - LANES;
    FloatVector maximum = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      // Passes over NaN, whose exponential makes the sum NaN; max would be five instructions.
      maximum = maximum.blend(z, z.compare(VectorOperators.GT, maximum));
    }
    return maximum.reduceLanes(VectorOperators.MAX);
  }

  /**
   * The sum of a row. It carries along what its roundings lose (Donald Knuth's TwoSum), so that it is
   * as good for thousands of values as for two. What the lanes have is added in a fixed order, which
   * the Vector API's own reduction does not promise.
   */
  private static float sum(float[] a, int from, int to, float[] scratch) {
    int last = to - LANES;
    int newInLast = (to - from - 1) % LANES + 1;
    FloatVector sum = FloatVector.fromArray(VectorWidth.FLOATS, a, last)
        .mul(FloatVector.fromArray(VectorWidth.FLOATS, COUNTS, newInLast));
    FloatVector lost = FloatVector.zero(VectorWidth.FLOATS);
    for (int i = from; i < last; i += LANES) {
      FloatVector value = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector next = sum.add(value);
      FloatVector rounded = next.sub(sum);
      lost = lost.add(sum.sub(next.sub(rounded)).add(value.sub(rounded)));
      sum = next;
    }
    sum.intoArray(scratch, 0);
    lost.intoArray(scratch, LANES);
    return sumOfLanes(scratch, 0) + sumOfLanes(scratch, LANES);
  }

  /** The sum of as many values as a vector holds, in four parts that are added at the same time. */
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

  /** Replaces each value v by (v − subtrahend)·factor, as {@link ElementwiseFunction#applyToRange} does. */
  static void subtractAndScale(float[] a, int from, int to, float subtrahend, float factor) {
    int last = to - LANES;
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += LANES) {
      FloatVector v = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      v.sub(subtrahend).mul(factor).intoArray(a, i);
    }
    tail.sub(subtrahend).mul(factor).intoArray(a, last);
  }
}
