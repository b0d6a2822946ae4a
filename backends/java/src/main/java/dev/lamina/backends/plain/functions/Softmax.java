package dev.lamina.backends.plain.functions;

/** g(z)ⱼ = e^((zⱼ − m)/T) / Σₖ e^((zₖ − m)/T) with m = maxₖ zₖ. */
final class Softmax extends RowFunction {

  Softmax(float temperature) {
    super(temperature);
  }

  @Override
  public void applyToFew(float[] values, int from, int to, int column) {
    float maximum = maximum(values, from, to);
    for (int j = from; j < to; j++) {
      values[j] = Exponential.exp((values[j] - maximum) * rate);
    }
    float factor = 1 / sum(values, from, to);
    for (int j = from; j < to; j++) {
      values[j] *= factor;
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    float[] powers = arrays[0];
    float maximum = maximum(row, from, to);
    if (rate == 1) {
      Exponential.split(row, 1, -maximum, powers, from, to);
    } else {
      subtractAndScale(row, maximum, rate, from, to);
      Exponential.split(row, 1, 0, powers, from, to);
    }
    Exponential.powersOfTwo(powers, from, to);
    multiply(row, powers, from, to);
    scale(row, 1 / sum(row, from, to), from, to);
  }

  @Override
  public void applyToColumns(float[][] arrays, int first, int column, int columns, int rows) {
    float[] powers = arrays[0];
    float[] sums = arrays[2];
    float[] lost = arrays[3];
    subtractMaxima(arrays, first, columns, rows, arrays[1]);
    clear(sums, lost, rows);
    for (int i = first; i < first + columns; i++) {
      float[] values = arrays[i];
      Exponential.split(values, rate, 0, powers, 0, rows);
      Exponential.powersOfTwo(powers, 0, rows);
      multiply(values, powers, 0, rows);
      add(sums, lost, values, rows);
    }
    invert(sums, lost, rows);
    for (int i = first; i < first + columns; i++) {
      multiply(arrays[i], sums, 0, rows);
    }
  }

  private static void invert(float[] sums, float[] lost, int rows) {
    for (int row = 0; row < rows; row++) {
      sums[row] = 1 / (sums[row] + lost[row]);
    }
  }

  private static void scale(float[] values, float factor, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] *= factor;
    }
  }
}
