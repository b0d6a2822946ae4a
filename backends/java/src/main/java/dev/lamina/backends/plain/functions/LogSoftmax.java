package dev.lamina.backends.plain.functions;

/** g(z)ⱼ = (zⱼ − m)/T − ln Σₖ e^((zₖ − m)/T) with m = maxₖ zₖ. There is one logarithm a row. */
final class LogSoftmax extends RowFunction {

  LogSoftmax(float temperature) {
    super(temperature);
  }

  @Override
  public void applyToFew(float[] values, int from, int to, int column) {
    float maximum = maximum(values, from, to);
    float sum = 0;
    float lost = 0;
    for (int j = from; j < to; j++) {
      values[j] = (values[j] - maximum) * rate;
      float power = Exponential.exp(values[j]);
      float next = sum + power;
      lost += lostInSum(sum, power, next);
      sum = next;
    }
    float logarithm = logarithm(sum + lost);
    for (int j = from; j < to; j++) {
      values[j] -= logarithm;
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    float[] powers = arrays[0];
    float[] exponentials = arrays[1];
    subtractAndScale(row, maximum(row, from, to), rate, from, to);
    System.arraycopy(row, from, exponentials, from, to - from);
    Exponential.split(exponentials, 1, 0, powers, from, to);
    Exponential.powersOfTwo(powers, from, to);
    multiply(exponentials, powers, from, to);
    subtract(row, logarithm(sum(exponentials, from, to)), from, to);
  }

  @Override
  public void applyToColumns(float[][] arrays, int first, int column, int columns, int rows) {
    float[] powers = arrays[0];
    float[] exponentials = arrays[1];
    float[] sums = arrays[2];
    float[] lost = arrays[3];
    subtractMaxima(arrays, first, columns, rows, arrays[1]);
    clear(sums, lost, rows);
    for (int i = first; i < first + columns; i++) {
      scaleAndCopy(arrays[i], rate, exponentials, rows);
      Exponential.split(exponentials, 1, 0, powers, 0, rows);
      Exponential.powersOfTwo(powers, 0, rows);
      multiply(exponentials, powers, 0, rows);
      add(sums, lost, exponentials, rows);
    }
    toLogarithms(sums, lost, rows);
    for (int i = first; i < first + columns; i++) {
      subtract(arrays[i], sums, rows);
    }
  }

  private static void scaleAndCopy(float[] values, float factor, float[] copies, int rows) {
    for (int row = 0; row < rows; row++) {
      float value = values[row] * factor;
      values[row] = value;
      copies[row] = value;
    }
  }

  private static void toLogarithms(float[] sums, float[] lost, int rows) {
    for (int row = 0; row < rows; row++) {
      sums[row] = logarithm(sums[row] + lost[row]);
    }
  }

  private static float logarithm(float sum) {
    return (float) Math.log(sum);
  }

  private static void subtract(float[] values, float subtrahend, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] -= subtrahend;
    }
  }
}
