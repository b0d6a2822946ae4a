package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** g(z) = z·min(max(z + 3, 0), 6) / 6, which does not overflow where z is large. */
final class HardSwish extends ElementwiseFunction {

  @Override
  void applyToVectors(float[] a, int from, int to, float[] scratch) {
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector x = z.add(3f);
      x = x.blend(0f, x.compare(VectorOperators.LT, 0f));
      x = x.blend(6f, x.compare(VectorOperators.GT, 6f));
      z.add(0f).mul(x.mul(1f / 6)).intoArray(a, i);
    }
  }
}
