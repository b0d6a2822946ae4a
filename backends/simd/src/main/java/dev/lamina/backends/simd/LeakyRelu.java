package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** g(z) = z for z ≥ 0, slope·z below: leaky ReLU, and PReLU with one slope for all units. */
final class LeakyRelu extends ElementwiseFunction {

  private final float slope;

  LeakyRelu(float slope) {
    this.slope = slope;
  }

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
      FloatVector x = z.add(0f); // −0 becomes 0
      x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoArray(a, i);
    } while (i < last);
  }
}
