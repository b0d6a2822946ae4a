package dev.lamina.backends.plain.functions;

/**
 * g(z)ⱼ = e^(zⱼ − m) / Σₖ e^(zₖ − m) with m = maxₖ zₖ. No exponential is above 1 and the sum is at least
 * 1, so nothing overflows; NaN or +∞ in a row, or nothing but −∞, leads to NaN by itself.
 *
 * <p>The sum carries along what its roundings lose (Donald Knuth's TwoSum), so that it is as good for
 * thousands of classes as for two.
 */
final class Softmax extends ActivationFunction {

  @Override
  public boolean needsWholeRows() {
    return true;
  }

  @Override
  public boolean needsScratch() {
    return true;
  }

  @Override
  public void applyToFew(float[] values, int from, int to) {
    float maximum = maximum(values, from, to);
    for (int j = from; j < to; j++) {
      values[j] = Exponential.exp(values[j] - maximum);
    }
    float factor = 1 / sum(values, from, to);
    for (int j = from; j < to; j++) {
      values[j] *= factor;
    }
  }

  @Override
  public void applyToRow(float[] row, int from, int to, float[][] arrays) {
    float[] powers = arrays[0];
    Exponential.split(row, 1, -maximum(row, from, to), powers, from, to);
    Exponential.powersOfTwo(powers, from, to);
    multiply(row, powers, from, to);
    scale(row, 1 / sum(row, from, to), from, to);
  }

  @Override
  public void applyToColumns(float[][] arrays, int firstColumn, int columns, int rows) {
    float[] powers = arrays[0];
    float[] maxima = arrays[1];
    float[] sums = arrays[2];
    float[] lost = arrays[3];
    System.arraycopy(arrays[firstColumn], 0, maxima, 0, rows);
    for (int column = firstColumn + 1; column < firstColumn + columns; column++) {
      maximize(maxima, arrays[column], rows);
    }
    clear(sums, lost, rows);
    for (int column = firstColumn; column < firstColumn + columns; column++) {
      float[] values = arrays[column];
      subtract(values, maxima, rows);
      Exponential.split(values, 1, 0, powers, 0, rows);
      Exponential.powersOfTwo(powers, 0, rows);
      multiply(values, powers, 0, rows);
      add(sums, lost, values, rows);
    }
    invert(sums, lost, rows);
    for (int column = firstColumn; column < firstColumn + columns; column++) {
      multiply(arrays[column], sums, 0, rows);
    }
  }

  private static float maximum(float[] values, int from, int to) {
    float maximum = Float.NEGATIVE_INFINITY;
    for (int j = from; j < to; j++) {
      // NaN is passed over here: its exponential makes the sum NaN.
      if (values[j] > maximum) {
        maximum = values[j];
      }
    }
    return maximum;
  }

  private static float sum(float[] values, int from, int to) {
    float sum = 0;
    float lost = 0;
    for (int j = from; j < to; j++) {
      float value = values[j];
      float next = sum + value;
      lost += lostInSum(sum, value, next);
      sum = next;
    }
    return sum + lost;
  }

  private static void add(float[] sums, float[] lost, float[] values, int rows) {
    for (int row = 0; row < rows; row++) {
      float value = values[row];
      float sum = sums[row];
      float next = sum + value;
      lost[row] += lostInSum(sum, value, next);
      sums[row] = next;
    }
  }

  /** What the rounded sum of a and b is less than their exact sum. */
  private static float lostInSum(float a, float b, float rounded) {
    float roundedB = rounded - a;
    return (a - (rounded - roundedB)) + (b - roundedB);
  }

  private static void clear(float[] sums, float[] lost, int rows) {
    for (int row = 0; row < rows; row++) {
      sums[row] = 0;
      lost[row] = 0;
    }
  }

  private static void maximize(float[] maxima, float[] values, int rows) {
    for (int row = 0; row < rows; row++) {
      maxima[row] = Math.max(maxima[row], values[row]);
    }
  }

  private static void subtract(float[] values, float[] subtrahends, int rows) {
    for (int row = 0; row < rows; row++) {
      values[row] -= subtrahends[row];
    }
  }

  private static void invert(float[] sums, float[] lost, int rows) {
    for (int row = 0; row < rows; row++) {
      sums[row] = 1 / (sums[row] + lost[row]);
    }
  }

  private static void multiply(float[] values, float[] factors, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] *= factors[j];
    }
  }

  private static void scale(float[] values, float factor, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] *= factor;
    }
  }
}
