package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * g(z) = ln(1 + e^(beta·z)) / beta, and z where beta·z &gt; threshold. Without overflow or cancellation it is
 * max(z, 0) + ln(1 + e^−|beta·z|) / beta.
 */
final class Softplus extends ExponentialFunction {

  private final float beta;
  private final float scale;
  private final float threshold;

  Softplus(float beta, float threshold) {
    this.beta = beta;
    this.scale = 1 / beta;
    this.threshold = threshold;
  }

  @Override
  void computePowers(float[] a, int from, int to, float[] logarithms, int first) {
    Logarithm.ofOnePlusDecay(a, from, to, beta, logarithms, first);
  }

  @Override
  void combine(float[] a, int from, int to, float[] logarithms, int first) {
    int shift = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector logarithm = FloatVector.fromArray(VectorWidth.FLOATS, logarithms, i + shift);
      FloatVector positive = z.blend(0f, z.compare(VectorOperators.LE, 0f));
      logarithm
          .fma(FloatVector.broadcast(VectorWidth.FLOATS, scale), positive)
          .blend(z, z.mul(beta).compare(VectorOperators.GT, threshold))
          .intoArray(a, i);
    }
  }
}
