package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/** g(z) = 1 / (1 + e⁻ᶻ), where e⁻ᶻ may become 0 or infinite. The relative error is below 4·10⁻⁷. */
final class Sigmoid extends ElementwiseFunction {

  @Override
  void applyToRange(float[] a, int from, int to) {
    int last = to - VectorWidth.LANES;
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += VectorWidth.LANES) {
      sigmoid(FloatVector.fromArray(VectorWidth.FLOATS, a, i)).intoArray(a, i);
    }
    sigmoid(tail).intoArray(a, last);
  }

  static FloatVector sigmoid(FloatVector z) {
    FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
    return one.div(Exponential.exp(z.neg()).add(one));
  }
}
