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
   * Computes ln(1 + e^−|factor·v|) for each of at least as many consecutive values v as a vector holds.
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
    int last = to - VectorWidth.LANES;
    int move = first - from;
    int next = from;
    int i;
    do {
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      FloatVector v = FloatVector.fromArray(VectorWidth.FLOATS, source, i);
      v.mul(factor).abs().neg().intoArray(target, i + move);
    } while (i < last);
    int end = to + move;
    Exponential.compute(target, first, end, 1, 0, target, first);
    ofOnePlus(target, first, end);
  }

  /** Replaces values from 0 to 1 by ln(1 + t), with a relative error below 4·10⁻⁷. */
  private static void ofOnePlus(float[] a, int from, int to) {
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector t = ahead;
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);

      FloatVector s = t.div(t.add(2f));
      FloatVector q = s.mul(s);
      FloatVector p = FloatVector.broadcast(VectorWidth.FLOATS, C9)
          .fma(q, FloatVector.broadcast(VectorWidth.FLOATS, C7));
      p = p.fma(q, FloatVector.broadcast(VectorWidth.FLOATS, C5));
      p = p.fma(q, FloatVector.broadcast(VectorWidth.FLOATS, C3));
      p = p.fma(q, FloatVector.broadcast(VectorWidth.FLOATS, 2f));
      p.mul(s).intoArray(a, i);
    } while (i < last);
  }
}
