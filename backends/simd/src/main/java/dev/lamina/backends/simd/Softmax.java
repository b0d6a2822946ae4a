package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/**
 * g(z)ⱼ = e^(zⱼ − m) / Σₖ e^(zₖ − m) with m = maxₖ zₖ. No exponential is above 1 and the sum is at least
 * 1, so nothing overflows; NaN or +∞ in a row, or nothing but −∞, leads to NaN by itself.
 *
 * <p>Rows that fit a vector are filled up with −∞ to a power of two, and a vector takes as many of
 * them as fit.
 */
final class Softmax extends ActivationFunction {

  private static final int LANES = VectorWidth.LANES;

  @Override
  boolean needsWholeRows() {
    return true;
  }

  @Override
  void apply(float[] a, int offset, int ld, int rows, int columns, float[] scratch) {
    if (columns > LANES) {
      for (int row = 0; row < rows; row++) {
        WideSoftmax.apply(a, offset + row * ld, columns);
      }
      return;
    }
    int group = columns == 1 ? 1 : Integer.highestOneBit(columns - 1) << 1;
    if (group == columns && ld == columns && rows * columns >= LANES) {
      applyToGroups(a, offset, offset + rows * columns, group);
      return;
    }
    int block = SCRATCH_FLOATS / group;
    for (int row = 0; row < rows; row += block) {
      applyToFew(a, offset + row * ld, ld, Math.min(block, rows - row), columns, group, scratch);
    }
  }

  /** Applies g to rows that are filled up in scratch memory. */
  private static void applyToFew(
      float[] a, int offset, int ld, int rows, int columns, int group, float[] scratch) {
    for (int row = 0; row < rows; row++) {
      NarrowRows.copy(a, offset + row * ld, scratch, row * group, columns);
      for (int j = columns; j < group; j++) {
        scratch[row * group + j] = Float.NEGATIVE_INFINITY;
      }
    }
    applyToGroups(scratch, 0, Math.max(LANES, rows * group), group);
    for (int row = 0; row < rows; row++) {
      NarrowRows.copy(scratch, row * group, a, offset + row * ld, columns);
    }
  }

  private static void applyToGroups(float[] a, int from, int to, int group) {
    // A case of its own for each size, so that it is a constant.
    switch (group) {
      case 1 -> applyToGroupsOf1(a, from, to);
      case 2 -> applyToGroupsOf2(a, from, to);
      case 4 -> applyToGroupsOf4(a, from, to);
      case 8 -> applyToGroupsOf8(a, from, to);
      default -> applyToGroupsOf16(a, from, to);
    }
  }

  private static void applyToGroupsOf1(float[] a, int from, int to) {
    int last = to - LANES;
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += LANES) {
      softmax(FloatVector.fromArray(VectorWidth.FLOATS, a, i), 1).intoArray(a, i);
    }
    softmax(tail, 1).intoArray(a, last);
  }

  private static void applyToGroupsOf2(float[] a, int from, int to) {
    int last = to - LANES;
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += LANES) {
      softmax(FloatVector.fromArray(VectorWidth.FLOATS, a, i), 2).intoArray(a, i);
    }
    softmax(tail, 2).intoArray(a, last);
  }

  private static void applyToGroupsOf4(float[] a, int from, int to) {
    int last = to - LANES;
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += LANES) {
      softmax(FloatVector.fromArray(VectorWidth.FLOATS, a, i), 4).intoArray(a, i);
    }
    softmax(tail, 4).intoArray(a, last);
  }

  private static void applyToGroupsOf8(float[] a, int from, int to) {
    int last = to - LANES;
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += LANES) {
      softmax(FloatVector.fromArray(VectorWidth.FLOATS, a, i), 8).intoArray(a, i);
    }
    softmax(tail, 8).intoArray(a, last);
  }

  private static void applyToGroupsOf16(float[] a, int from, int to) {
    int last = to - LANES;
    FloatVector tail = FloatVector.fromArray(VectorWidth.FLOATS, a, last);
    for (int i = from; i < last; i += LANES) {
      softmax(FloatVector.fromArray(VectorWidth.FLOATS, a, i), 16).intoArray(a, i);
    }
    softmax(tail, 16).intoArray(a, last);
  }

  /** The softmax of each group of lanes, for groups of 1, 2, 4, … up to all lanes. */
  static FloatVector softmax(FloatVector z, int group) {
    FloatVector powers = Exponential.expOfNegative(z.sub(AcrossLanes.maximum(z, group)));
    return powers.div(AcrossLanes.sum(powers, group));
  }
}
