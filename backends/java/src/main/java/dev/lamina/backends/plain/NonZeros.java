package dev.lamina.backends.plain;

/**
 * Finds the elements of a row that are not 0. Behind a relu about half are 0, in a trained network
 * often more, and their rows of W need be neither read nor multiplied: 0·w adds nothing if w is
 * finite.
 */
final class NonZeros {

  /** The most elements that {@link #mask} looks at. */
  static final int MASK_BITS = Long.SIZE;

  /** Skipping begins to pay when a quarter is 0. */
  private static final int LEAST_PART_OF_ZEROS = 4;

  private NonZeros() {}

  /**
   * The elements that are not 0.
   *
   * @param x holds the elements
   * @param offset the index of the first
   * @param count how many, at most {@link #MASK_BITS}
   * @return a number whose bit i says whether element i is not 0
   */
  static long mask(float[] x, int offset, int count) {
    long mask = 0;
    for (int i = 0; i < count; i++) {
      // Without its sign a zero has no bits left; a branch would be mispredicted half the time.
      int bits = Float.floatToRawIntBits(x[offset + i]) << 1;
      mask |= (long) ((bits | -bits) >>> 31) << i;
    }
    return mask;
  }

  /** Guesses from a sample whether so many elements of a row are 0 that it pays to skip them. */
  static boolean areFew(float[] x, int offset, int length) {
    int step = Math.max(1, length / MASK_BITS);
    int zeros = 0;
    int samples = 0;
    for (int i = 0; i < length; i += step) {
      samples++;
      zeros += x[offset + i] == 0 ? 1 : 0;
    }
    return zeros * LEAST_PART_OF_ZEROS >= samples;
  }
}
