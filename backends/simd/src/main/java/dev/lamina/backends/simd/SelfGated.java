package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/** g(z) = z / (1 + eˣ), the product of z and a sigmoid; x is an expression of z. */
abstract class SelfGated extends ExponentialFunction {

  @Override
  final void combine(float[] a, int from, int to, float[] powers, int first) {
    int shift = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector power = FloatVector.fromArray(VectorWidth.FLOATS, powers, i + shift);
      z.add(0f).div(power.add(1f)).intoArray(a, i);
    }
  }
}
