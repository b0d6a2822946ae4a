package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** g(z) = max(z, 0), where NaN stays NaN. */
final class Relu extends ElementwiseFunction {

  @Override
  void applyToVectors(float[] a, int from, int to, float[] scratch) {
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      // Two instructions, where max would be five; −0 becomes 0, and no comparison with NaN holds.
      z.blend(0f, z.compare(VectorOperators.LE, 0f)).intoArray(a, i);
    }
  }
}
