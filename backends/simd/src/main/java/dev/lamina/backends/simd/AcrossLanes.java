package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Maxima and sums over groups of neighbouring lanes, where every lane of a group gets the result.
 *
 * <p>The order of the additions is fixed: in the first step a lane takes up its neighbour, then that
 * pair the neighbouring pair, and so on. The Vector API's own reduction may use any order, even another
 * one once a method is compiled.
 */
final class AcrossLanes {

  private static final int LANES = VectorWidth.LANES;

  private static final VectorShuffle<Float> NEIGHBOUR = exchange(1);
  private static final VectorShuffle<Float> NEIGHBOURING_PAIR = exchange(2);
  private static final VectorShuffle<Float> NEIGHBOURING_FOUR = exchange(4 % LANES);
  private static final VectorShuffle<Float> NEIGHBOURING_EIGHT = exchange(8 % LANES);

  private AcrossLanes() {}

  private static VectorShuffle<Float> exchange(int distance) {
    return VectorShuffle.fromOp(VectorWidth.FLOATS, lane -> lane ^ distance);
  }

  /** The larger of two values; of NaN and a value whichever comes first. */
  static FloatVector max(FloatVector a, FloatVector b) {
    // Two instructions; the Vector API's max is five, for the sake of NaN and −0.
    return a.blend(b, b.compare(VectorOperators.GT, a));
  }

  /** The maximum of each group, for groups of 1, 2, 4, … lanes: a constant where this is called. */
  static FloatVector maximum(FloatVector v, int group) {
    FloatVector m = v;
    if (group > 1) {
      m = max(m, m.rearrange(NEIGHBOUR));
    }
    if (group > 2) {
      m = max(m, m.rearrange(NEIGHBOURING_PAIR));
    }
    if (group > 4) {
      m = max(m, m.rearrange(NEIGHBOURING_FOUR));
    }
    if (group > 8) {
      m = max(m, m.rearrange(NEIGHBOURING_EIGHT));
    }
    return m;
  }

  /** The sum of each group, for groups of 1, 2, 4, … lanes: a constant where this is called. */
  static FloatVector sum(FloatVector v, int group) {
    FloatVector s = v;
    if (group > 1) {
      s = s.add(s.rearrange(NEIGHBOUR));
    }
    if (group > 2) {
      s = s.add(s.rearrange(NEIGHBOURING_PAIR));
    }
    if (group > 4) {
      s = s.add(s.rearrange(NEIGHBOURING_FOUR));
    }
    if (group > 8) {
      s = s.add(s.rearrange(NEIGHBOURING_EIGHT));
    }
    return s;
  }
}
