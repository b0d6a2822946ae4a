package dev.lamina.backends.simd;

/** g(z) = z. */
final class Identity extends ActivationFunction implements TransposableFunction {

  @Override
  void apply(float[] a, int offset, int ld, int rows, int column, int columns, float[] scratch) {}

  @Override
  void applyToArrays(
      int rows, int column, int columns, float[][] arrays, int first, float[] scratch) {}

  @Override
  public void applyToTranspose(
      float[] a, int from, int stride, int rows, int columns, float[] scratch) {}
}
