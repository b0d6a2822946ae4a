package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/** g(z) = z, and 0 for −0, whose sign depends on which products of 0 were added. */
final class Identity extends ElementwiseFunction {

  @Override
  void applyToRange(float[] a, int from, int to) {
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector z = ahead;
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);
      z.add(0f).intoArray(a, i);
    } while (i < last);
  }
}
