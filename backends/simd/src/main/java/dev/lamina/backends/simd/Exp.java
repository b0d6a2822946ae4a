package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/**
 * g(z) = eᶻ as the square of e^(z/2), which does not overflow before the result does. The relative error
 * is below 6·10⁻⁷.
 */
final class Exp extends ExponentialFunction {

  @Override
  void computePowers(float[] a, int from, int to, float[] powers, int first) {
    Exponential.compute(a, from, to, 0.5f, 0, powers, first);
  }

  @Override
  void combine(float[] a, int from, int to, float[] powers, int first) {
    int shift = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector root = FloatVector.fromArray(VectorWidth.FLOATS, powers, i + shift);
      root.mul(root).intoArray(a, i);
    }
  }
}
