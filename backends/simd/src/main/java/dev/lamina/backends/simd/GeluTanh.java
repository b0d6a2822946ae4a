package dev.lamina.backends.simd;

import static dev.lamina.backends.plain.coefficients.GeluCoefficients.CUBIC;
import static dev.lamina.backends.plain.coefficients.GeluCoefficients.LINEAR;

import jdk.incubator.vector.FloatVector;

/**
 * g(z) = z·(1 + tanh y) / 2 with y = √(2/π)·(z + 0.044715·z³), which is z·sigmoid(2y): so nothing
 * cancels where tanh is near −1.
 */
final class GeluTanh extends SelfGated {

  @Override
  void computePowers(float[] a, int from, int to, float[] powers, int first) {
    int shift = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      // −2y
      FloatVector x = FloatVector.broadcast(VectorWidth.FLOATS, CUBIC)
          .fma(z.mul(z), FloatVector.broadcast(VectorWidth.FLOATS, LINEAR));
      z.mul(x).intoArray(powers, i + shift);
    }
    int end = first + to - from;
    Exponential.compute(powers, first, end, 1, 0, powers, first);
  }
}
