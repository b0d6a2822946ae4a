package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** g(z) = min(max(z + 3, 0), 6) / 6, with a relative error below 2·10⁻⁷. */
final class HardSigmoid extends ElementwiseFunction {

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
      FloatVector x = z.add(3f);
      x = x.blend(0f, x.compare(VectorOperators.LT, 0f));
      x = x.blend(6f, x.compare(VectorOperators.GT, 6f));
      x.mul(1f / 6).intoArray(a, i);
    } while (i < last);
  }
}
