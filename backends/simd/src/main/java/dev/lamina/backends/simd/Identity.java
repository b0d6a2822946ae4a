package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/** g(z) = z, and 0 for −0, whose sign depends on which products of 0 were added. */
final class Identity extends ElementwiseFunction {

  @Override
  void applyToRange(float[] a, int from, int to) {
    int last = to - VectorWidth.LANES;
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += VectorWidth.LANES) {
      identity(FloatVector.fromArray(VectorWidth.FLOATS, a, i)).intoArray(a, i);
    }
    identity(tail).intoArray(a, last);
  }

  static FloatVector identity(FloatVector z) {
    return z.add(0f);
  }
}
