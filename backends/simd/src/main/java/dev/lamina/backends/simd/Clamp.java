package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** g(z) = min(max(z, least), most), exactly: ReLU6 and hard tanh. NaN stays NaN. */
final class Clamp extends ElementwiseFunction {

  private final float least;
  private final float most;

  Clamp(float least, float most) {
    this.least = least;
    this.most = most;
  }

  @Override
  void applyToVectors(float[] a, int from, int to, float[] scratch) {
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector x = z.add(0f); // −0 becomes 0
      x = x.blend(least, x.compare(VectorOperators.LT, least));
      x.blend(most, x.compare(VectorOperators.GT, most)).intoArray(a, i);
    }
  }
}
