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
  void applyToVectors(float[] a, int from, int to, float[] scratch) {
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector x = z.add(0f); // −0 becomes 0
      x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoArray(a, i);
    }
  }
}
