package dev.lamina.backends.simd;

/** g(z) = z. */
final class Identity extends ActivationFunction implements TransposableFunction {

  @Override
  void apply(float[] a, int offset, int ld, int rows, int column, int columns, float[] scratch) {}

  @Override
  void applyToTile(int rows, int column, int columns, float[] a, int offset, float[] scratch) {}

  @Override
  public void applyToTranspose(
      float[] a, int from, int stride, int rows, int columns, float[] scratch) {}
}
