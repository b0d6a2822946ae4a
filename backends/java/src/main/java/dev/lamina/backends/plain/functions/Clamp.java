package dev.lamina.backends.plain.functions;

/** g(z) = min(max(z, least), most), exactly: ReLU6 and hard tanh. NaN stays NaN. */
final class Clamp extends ElementwiseFunction {

  private final float least;
  private final float most;

  Clamp(float least, float most) {
    this.least = least;
    this.most = most;
  }

  @Override
  public boolean needsScratch() {
    return false;
  }

  @Override
  public void applyToFew(float[] values, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] = value(values[j], least, most);
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    clamp(row, least, most, from, to);
  }

  private static void clamp(float[] row, float least, float most, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] = value(row[j], least, most);
    }
  }

  private static float value(float z, float least, float most) {
    return Math.min(Math.max(z + 0f, least), most);
  }
}
