package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/** g(z) = z / (1 + |z|). */
final class Softsign extends ElementwiseFunction {

  @Override
  void applyToVectors(float[] a, int from, int to, float[] scratch) {
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      z.add(0f).div(z.abs().add(1f)).intoArray(a, i);
    }
  }
}
