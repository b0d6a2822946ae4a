package dev.lamina.backends.plain.functions;

/**
 * A function of e^((zⱼ − m)/T) with m = maxₖ zₖ, and of their sum. No exponential is above 1 and the sum
 * is at least 1, so nothing overflows; NaN or +∞ in a row, or nothing but −∞, leads to NaN by itself.
 *
 * <p>The sum carries along what its roundings lose (Donald Knuth's TwoSum), so that it is as good for
 * thousands of classes as for two.
 */
abstract class RowFunction extends ActivationFunction {

  /** 1/T. */
  final float rate;

  RowFunction(float temperature) {
    rate = 1 / temperature;
  }

  @Override
  public final boolean needsWholeRows() {
    return true;
  }

  /** Replaces each column by its differences to the rows' maxima, which are left in the array. */
  static void subtractMaxima(float[][] arrays, int first, int columns, int rows, float[] maxima) {
    System.arraycopy(arrays[first], 0, maxima, 0, rows);
    for (int i = first + 1; i < first + columns; i++) {
      maximize(maxima, arrays[i], rows);
    }
    for (int i = first; i < first + columns; i++) {
      subtract(arrays[i], maxima, rows);
    }
  }

  static float maximum(float[] values, int from, int to) {
    float maximum = Float.NEGATIVE_INFINITY;
    for (int j = from; j < to; j++) {
      // NaN is passed over here: its exponential makes the sum NaN.
      if (values[j] > maximum) {
        maximum = values[j];
      }
    }
    return maximum;
  }

  static float sum(float[] values, int from, int to) {
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

  static void add(float[] sums, float[] lost, float[] values, int rows) {
    for (int row = 0; row < rows; row++) {
      float value = values[row];
      float sum = sums[row];
      float next = sum + value;
      lost[row] += lostInSum(sum, value, next);
      sums[row] = next;
    }
  }

  /** What the rounded sum of a and b is less than their exact sum. */
  static float lostInSum(float a, float b, float rounded) {
    float roundedB = rounded - a;
    return (a - (rounded - roundedB)) + (b - roundedB);
  }

  static void clear(float[] sums, float[] lost, int rows) {
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

  static void subtract(float[] values, float[] subtrahends, int rows) {
    for (int row = 0; row < rows; row++) {
      values[row] -= subtrahends[row];
    }
  }

  static void subtractAndScale(float[] values, float subtrahend, float factor, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] = (values[j] - subtrahend) * factor;
    }
  }

  static void multiply(float[] values, float[] factors, int from, int to) {
    for (int j = from; j < to; j++) {
      values[j] *= factors[j];
    }
  }
}
