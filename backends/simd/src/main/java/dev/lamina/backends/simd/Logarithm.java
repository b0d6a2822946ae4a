package dev.lamina.backends.simd;

import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C3;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C5;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C7;
import static dev.lamina.backends.plain.coefficients.LogarithmCoefficients.C9;

import dev.lamina.backends.plain.coefficients.LogarithmCoefficients;
import jdk.incubator.vector.FloatVector;

/** ln(1 + t) for 0 ≤ t ≤ 1, by the series of {@link LogarithmCoefficients}. */
final class Logarithm {

  private Logarithm() {}

  /**
   * Computes ln(1 + e^−|factor·v|) for each of some consecutive values v, which fill whole vectors.
   *
   * @param source holds the values
   * @param from the index of the first
   * @param to behind the last
   * @param factor what a value is multiplied by before
   * @param target receives the results, another array or another part of it
   * @param first the index of the first result
   */
  static void ofOnePlusDecay(
      float[] source, int from, int to, float factor, float[] target, int first) {
    int move = first - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector v = FloatVector.fromArray(VectorWidth.FLOATS, source, i);
      v.mul(factor).abs().neg().intoArray(target, i + move);
    }
    int end = to + move;
    Exponential.compute(target, first, end, 1, 0, target, first);
    ofOnePlus(target, first, end);
  }

  /** Replaces values from 0 to 1 by ln(1 + t), with a relative error below 4·10⁻⁷. */
  private static void ofOnePlus(float[] a, int from, int to) {
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector t = FloatVector.fromArray(VectorWidth.FLOATS, a, i);

      FloatVector s = t.div(t.add(2f));
      FloatVector q = s.mul(s);
      FloatVector p = FloatVector.broadcast(VectorWidth.FLOATS, C9)
          .fma(q, FloatVector.broadcast(VectorWidth.FLOATS, C7));
      p = p.fma(q, FloatVector.broadcast(VectorWidth.FLOATS, C5));
      p = p.fma(q, FloatVector.broadcast(VectorWidth.FLOATS, C3));
      p = p.fma(q, FloatVector.broadcast(VectorWidth.FLOATS, 2f));
      p.mul(s).intoArray(a, i);
    }
  }
}
