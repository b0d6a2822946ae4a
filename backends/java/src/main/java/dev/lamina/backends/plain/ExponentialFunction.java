package dev.lamina.backends.plain;

/** A function that is put together from z and one exponential, eˣ with x an expression of z. */
abstract class ExponentialFunction extends ElementwiseFunction {

  @Override
  final void applyToRow(float[] row, int from, int to, float[][] arrays) {
    float[] powers = arrays[0];
    float[] z = arrays[1];
    System.arraycopy(row, from, z, from, to - from);
    toExponents(row, from, to);
    Exponential.split(row, 1, 0, powers, from, to);
    Exponential.powersOfTwo(powers, from, to);
    combine(row, powers, z, from, to);
  }

  /** Replaces each z by x. */
  abstract void toExponents(float[] row, int from, int to);

  /**
   * Replaces each value of the row by g(z).
   *
   * @param row holds the first factor of each eˣ
   * @param powers holds the second one
   * @param z holds the arguments
   * @param from the index of the first value
   * @param to behind the last value
   */
  abstract void combine(float[] row, float[] powers, float[] z, int from, int to);
}
