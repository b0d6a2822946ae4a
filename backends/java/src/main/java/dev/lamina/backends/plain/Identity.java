package dev.lamina.backends.plain;

/** g(z) = z. */
final class Identity extends ElementwiseFunction {

  @Override
  void applyToFew(float[] values, int from, int to) {}

  @Override
  void applyToRow(float[] row, int from, int to, float[][] arrays) {}
}
