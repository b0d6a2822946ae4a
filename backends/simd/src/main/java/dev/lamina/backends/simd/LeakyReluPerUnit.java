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
  void applyToTile(int rows, int column, int columns, float[] a, int offset, float[] scratch) {
    int width = Panel.roundUp(columns, LANES);
    for (int row = 0; row < rows; row++) {
      int from = offset + row * Tiles.LD;
      applyToVectors(a, from, from + width, column);
    }
  }

  @Override
  void apply(float[] a, int offset, int ld, int rows, int column, int columns, float[] scratch) {
    int rest = columns & (LANES - 1);
    for (int row = 0; row < rows; row++) {
      int from = offset + row * ld;
      int to = from + columns - rest;
      if (from < to) {
        applyToVectors(a, from, to, column);
      }
      if (rest > 0) {
        FewValues.load(a, to, rest, scratch, 0);
        applyToVectors(scratch, 0, LANES, column + columns - rest);
        FewValues.copy(scratch, 0, a, to, rest);
      }
    }
  }

  /** The loop is that of {@link ElementwiseFunction#applyToVectors}. */
  private void applyToVectors(float[] a, int from, int to, int column) {
    int shift = column - from;
    for (int i = from; i < to; i += VectorWidth.LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, a, i);
      FloatVector slope = FloatVector.fromArray(VectorWidth.FLOATS, slopes, i + shift);
      FloatVector x = z.add(0f); // −0 becomes 0
      x.blend(x.mul(slope), x.compare(VectorOperators.LT, 0f)).intoArray(a, i);
    }
  }
}
