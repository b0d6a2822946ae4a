package dev.lamina.backends.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** g(z)ⱼ = zⱼ for zⱼ ≥ 0, slopeⱼ·zⱼ below: PReLU with a slope for each unit. */
final class LeakyReluPerUnit extends ActivationFunction {

  private static final int LANES = VectorWidth.LANES;

  /** The slopes, and a vector of zeros for what follows the columns in an array. */
  private final float[] slopes;

  LeakyReluPerUnit(float[] slopes) {
    this.slopes = Arrays.copyOf(slopes, slopes.length + LANES);
  }

  @Override
  void applyToArrays(
      int rows, int column, int columns, float[][] arrays, int first, float[] scratch) {
    int to = Panel.roundUp(columns, LANES);
    for (int row = first; row < first + rows; row++) {
      applyToRange(arrays[row], 0, to, column);
    }
  }

  @Override
  void apply(float[] a, int offset, int ld, int rows, int column, int columns, float[] scratch) {
    for (int row = 0; row < rows; row++) {
      int from = offset + row * ld;
      if (columns >= LANES) {
        applyToRange(a, from, from + columns, column);
      } else {
        FewValues.load(a, from, columns, scratch, 0);
        applyToRange(scratch, 0, LANES, column);
        FewValues.copy(scratch, 0, a, from, columns);
      }
    }
  }

  /** The loop is that of {@link ElementwiseFunction#applyToRange}. */
  private void applyToRange(float[] a, int from, int to, int column) {
    int shift = column - from;
    int last = to - VectorWidth.LANES;
    int next = from;
    FloatVector ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, from);
    int i;
    do {
      FloatVector z = ahead;
      i = next;
      next = Math.min(i + VectorWidth.LANES, last);
      ahead = FloatVector.fromArray(VectorWidth.FLOATS, a, next);
      FloatVector slope = FloatVector.fromArray(VectorWidth.FLOATS, slopes, i + shift);
      FloatVector x = z.add(0f); // −0 becomes 0
      x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoArray(a, i);
    } while (i < last);
  }
}
