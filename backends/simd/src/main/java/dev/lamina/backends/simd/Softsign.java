package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/** g(z) = z / (1 + |z|). */
final class Softsign extends ElementwiseFunction {

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
      z.add(0f).div(z.abs().add(1f)).intoArray(a, i);
    } while (i < last);
  }
}
