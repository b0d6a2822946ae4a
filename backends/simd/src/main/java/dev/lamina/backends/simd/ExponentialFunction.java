package dev.lamina.backends.simd;

/**
 * A function that is put together from z and one power of e, whose exponent is an expression of z. The
 * powers of a block of values go to scratch memory: what all these functions have in common is then
 * written, and compiled, once, and the extra stores and loads take little beside it.
 */
abstract class ExponentialFunction extends ElementwiseFunction {

  @Override
  final void applyToVectors(float[] a, int from, int to, float[] scratch) {
    for (int first = from; first < to; first += BLOCK_FLOATS) {
      int end = Math.min(first + BLOCK_FLOATS, to);
      computePowers(a, first, end, scratch, GATHERED_FLOATS);
      combine(a, first, end, scratch, GATHERED_FLOATS);
    }
  }

  /**
   * Computes the power of e for each of some consecutive values, which fill whole vectors.
   *
   * @param a holds the values
   * @param from the index of the first
   * @param to behind the last
   * @param powers receives the powers
   * @param first the index of the first power
   */
  abstract void computePowers(float[] a, int from, int to, float[] powers, int first);

  /** Replaces each value by g of it; the parameters are those of {@link #computePowers}. */
  abstract void combine(float[] a, int from, int to, float[] powers, int first);
}
