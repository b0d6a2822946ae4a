package dev.lamina.backends.simd;

/**
 * The values of a single row of X that are not 0. Behind a relu half of a row is 0, and what is multiplied
 * by 0 need not be read: a single row takes as long as reading the weights does.
 */
final class NonZeros {

  /** How many values are looked at before all are. */
  private static final int SAMPLES = 32;

  private static final int FEWEST_ZEROS = SAMPLES / 4;

  /** Where the indexes begin, behind the values. */
  static final int INDEXES = Panel.BLOCK_DEPTH;

  static final int SCRATCH_FLOATS = 2 * Panel.BLOCK_DEPTH;

  private NonZeros() {}

  /**
   * Whether so many values are 0 that it pays to leave them out, as far as some of them tell.
   *
   * @param a holds the row
   * @param x where it begins
   * @param count the number of values
   */
  static boolean areFew(float[] a, int x, int count) {
    int step = count / SAMPLES;
    if (step == 0) {
      return false;
    }
    int nonZeros = 0;
    for (int i = 0; i < SAMPLES; i++) {
      nonZeros += isNonZero(a[x + i * step]);
    }
    return nonZeros <= SAMPLES - FEWEST_ZEROS;
  }

  /**
   * Lists the values that are not 0.
   *
   * @param a holds the row; receives the values from index 0 on, and their indexes times step from {@link
   *     #INDEXES} on
   * @param x where the row begins, behind {@link #SCRATCH_FLOATS}
   * @param count the number of values, at most a block's depth
   * @param step what the indexes are multiplied by
   * @return the number of values in the list
   */
  static int list(float[] a, int x, int count, int step) {
    int size = 0;
    for (int k = 0; k < count; k++) {
      // Without a branch, which a processor could not foresee.
      float value = a[x + k];
      a[size] = value;
      a[INDEXES + size] = k * step;
      size += isNonZero(value);
    }
    return size;
  }

  private static int isNonZero(float value) {
    int magnitude = Float.floatToRawIntBits(value) << 1;
    return (magnitude | -magnitude) >>> 31;
  }
}
