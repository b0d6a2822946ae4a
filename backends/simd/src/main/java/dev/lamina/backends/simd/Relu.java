package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** g(z) = max(z, 0), where NaN stays NaN. */
final class Relu extends ElementwiseFunction {

  @Override
  void applyToRange(float[] a, int from, int to, float[] scratch) {
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector z = ahead;
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);
      // Two instructions, where max would be five; −0 becomes 0, and no comparison with NaN holds.
      z.blend(0f, z.compare(VectorOperators.LE, 0f)).intoArray(a, i);
    } while (i < last);
  }
}
