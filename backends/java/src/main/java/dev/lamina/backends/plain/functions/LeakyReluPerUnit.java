package dev.lamina.backends.plain.functions;

/** g(z)ⱼ = zⱼ for zⱼ ≥ 0, slopeⱼ·zⱼ below: PReLU with a slope for each unit. */
final class LeakyReluPerUnit extends ActivationFunction {

  private final float[] slopes;

  LeakyReluPerUnit(float[] slopes) {
    this.slopes = slopes;
  }

  @Override
  public boolean needsScratch() {
    return false;
  }

  @Override
  public boolean dependsOnColumn() {
    return true;
  }

  @Override
  public void applyToFew(float[] values, int from, int to, int column) {
    for (int j = from; j < to; j++) {
      values[j] = LeakyRelu.value(values[j], slopes[column + j - from]);
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    apply(row, slopes, from, to);
  }

  private static void apply(float[] row, float[] slopes, int from, int to) {
    for (int j = from; j < to; j++) {
      row[j] = LeakyRelu.value(row[j], slopes[j]);
    }
  }

  @Override
  public void applyToColumns(float[][] arrays, int first, int column, int columns, int rows) {
    for (int i = 0; i < columns; i++) {
      LeakyRelu.apply(arrays[first + i], slopes[column + i], 0, rows);
    }
  }
}
