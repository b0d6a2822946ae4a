package dev.lamina.backends.simd;

import jdk.incubator.vector.FloatVector;

/** Moves values that do not fill a vector, or adds up those of one, without a loop: it would take longer to set up. */
final class FewValues {

  private FewValues() {}

  /**
   * Copies a few values into an array that may receive others behind them.
   *
   * @param count at most {@link VectorWidth#LANES}
   */
  static void load(float[] source, int from, int count, float[] target, int to) {
    if (from + VectorWidth.LANES <= source.length) {
      // As one vector: one that is loaded right after single values were stored has to wait for
      // them.
      FloatVector.fromArray(VectorWidth.FLOATS, source, from).intoArray(target, to);
    } else {
      copy(source, from, target, to, count);
    }
  }

  /**
   * Copies a few values.
   *
   * @param count at most 16
   */
  static void copy(float[] source, int from, float[] target, int to, int count) {
    int s = from;
    int t = to;
    if ((count & 16) != 0) {
      copyFour(source, s, target, t);
      copyFour(source, s + 4, target, t + 4);
      copyFour(source, s + 8, target, t + 8);
      copyFour(source, s + 12, target, t + 12);
      return;
    }
    if ((count & 8) != 0) {
      copyFour(source, s, target, t);
      copyFour(source, s + 4, target, t + 4);
      s += 8;
      t += 8;
    }
    if ((count & 4) != 0) {
      copyFour(source, s, target, t);
      s += 4;
      t += 4;
    }
    if ((count & 2) != 0) {
      target[t] = source[s];
      target[t + 1] = source[s + 1];
      s += 2;
      t += 2;
    }
    if ((count & 1) != 0) {
      target[t] = source[s];
    }
  }

  private static void copyFour(float[] source, int from, float[] target, int to) {
    target[to] = source[from];
    target[to + 1] = source[from + 1];
    target[to + 2] = source[from + 2];
    target[to + 3] = source[from + 3];
  }

  /**
   * Copies a few values from the beginning of an array, multiplied by a factor.
   *
   * @param count at most 16
   */
  static void copyProducts(float[] source, float factor, float[] target, int to, int count) {
    int s = 0;
    for (; s + 4 <= count; s += 4) {
      target[to + s] = source[s] * factor;
      target[to + s + 1] = source[s + 1] * factor;
      target[to + s + 2] = source[s + 2] * factor;
      target[to + s + 3] = source[s + 3] * factor;
    }
    if ((count & 2) != 0) {
      target[to + s] = source[s] * factor;
      target[to + s + 1] = source[s + 1] * factor;
      s += 2;
    }
    if ((count & 1) != 0) {
      target[to + s] = source[s] * factor;
    }
  }

  /** The sum of as many values as a vector holds; the Vector API's own reduction promises no order. */
  static float sumOfLanes(float[] values, int from) {
    float s0 = values[from];
    float s1 = values[from + 1];
    float s2 = values[from + 2];
    float s3 = values[from + 3];
    for (int i = from + 4; i < from + VectorWidth.LANES; i += 4) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
