package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** g(z) = −ln(1 + e⁻ᶻ) = min(z, 0) − ln(1 + e^−|z|). The relative error is below 8·10⁻⁷. */
final class LogSigmoid extends ExponentialFunction {

  @Override
  void computePowers(float[] a, int from, int to, float[] logarithms, int first) {
    Logarithm.ofOnePlusDecay(a, from, to, 1, logarithms, first);
  }

  @Override
  void combine(float[] a, int from, int to, float[] logarithms, int first) {
    int shift = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector logarithm = FloatVector.fromArray(VectorWidth.FLOATS, logarithms, i + shift);
      z.blend(0f, z.compare(VectorOperators.GT, 0f)).sub(logarithm).intoArray(a, i);
    }
  }
}
