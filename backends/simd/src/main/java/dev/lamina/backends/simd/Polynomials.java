package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/** Polynomials by Horner's rule, with fused multiply-add. The highest coefficient comes first. */
final class Polynomials {

  private Polynomials() {}

  static FloatVector evaluate(FloatVector x, float c4, float c3, float c2, float c1, float c0) {
    FloatVector p = FloatVector.broadcast(VectorWidth.FLOATS, c4);
    p = p.fma(x, FloatVector.broadcast(VectorWidth.FLOATS, c3));
    p = p.fma(x, FloatVector.broadcast(VectorWidth.FLOATS, c2));
    p = p.fma(x, FloatVector.broadcast(VectorWidth.FLOATS, c1));
    return p.fma(x, FloatVector.broadcast(VectorWidth.FLOATS, c0));
  }
}
