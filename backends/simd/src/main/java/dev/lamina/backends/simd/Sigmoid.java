package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** g(z) = 1 / (1 + e⁻ᶻ), where e⁻ᶻ may become 0 or infinite. The relative error is below 4·10⁻⁷. */
final class Sigmoid extends ElementwiseFunction {

  @Override
  void applyToRange(float[] a, int from, int to) {
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector z = ahead;
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);

      // e⁻ᶻ = p·2ⁿ, as explained in Exponential.
      FloatVector x = z.neg();
      x = x.blend(Exponential.LOWEST, x.compare(VectorOperators.LT, Exponential.LOWEST));
      x = x.blend(Exponential.HIGHEST, x.compare(VectorOperators.GT, Exponential.HIGHEST));
      FloatVector shift = FloatVector.broadcast(VectorWidth.FLOATS, Exponential.SHIFT);
      FloatVector shifted =
          x.fma(FloatVector.broadcast(VectorWidth.FLOATS, Exponential.LOG2_E), shift);
      FloatVector n = shifted.sub(shift);
      FloatVector r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -Exponential.LN_2_HIGH), x);
      r = n.fma(FloatVector.broadcast(VectorWidth.FLOATS, -Exponential.LN_2_LOW), r);
      FloatVector one = FloatVector.broadcast(VectorWidth.FLOATS, 1f);
      // Three short chains that are computed at the same time, by the scheme of Gerald Estrin.
      FloatVector square = r.mul(r);
      FloatVector low = FloatVector.broadcast(VectorWidth.FLOATS, Exponential.C3)
          .fma(r, FloatVector.broadcast(VectorWidth.FLOATS, Exponential.C2));
      FloatVector high = FloatVector.broadcast(VectorWidth.FLOATS, Exponential.C5)
          .fma(r, FloatVector.broadcast(VectorWidth.FLOATS, Exponential.C4));
      high = FloatVector.broadcast(VectorWidth.FLOATS, Exponential.C6).fma(square, high);
      FloatVector p = high.fma(square, low).fma(square, r.add(one));
      IntVector bits = shifted.reinterpretAsInts();
      bits = bits.lanewise(VectorOperators.LSHL, Exponential.MANTISSA_BITS)
          .add(Exponential.BITS_OF_ONE);

      one.div(p.fma(bits.reinterpretAsFloats(), one)).intoArray(a, i);
    } while (i < last);
  }
}
