package dev.lamina.backends.plain.functions;

/** g(z) = z, and 0 for −0, whose sign depends on which products of 0 were added. */
final class Identity extends ElementwiseFunction {

  @Override
  public boolean needsScratch() {
    return false;
  }

  @Override
  public void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] += 0f;
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    for (int j = from; j < to; j++) {
      row[j] += 0f;
    }
  }
}
