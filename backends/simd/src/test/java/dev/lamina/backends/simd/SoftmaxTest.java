package dev.lamina.backends.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softmax and its logarithm against double precision, and their special values. */
class SoftmaxTest {

  private static final int ROWS = 67;

  private static float[] softmax(float[] z, int rows, int columns) {
    return apply(new Softmax(1, false), z, rows, columns);
  }

  private static float[] apply(Softmax softmax, float[] z, int rows, int columns) {
    float[] a = z.clone();
    softmax.apply(a, 0, columns, rows, 0, columns, new float[ActivationFunction.SCRATCH_FLOATS]);
    return a;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 10, 13, 16, 17, 31, 32, 33, 100, 1000})
  void rowsAreWithinTheBound(int columns) {
    SplittableRandom random = new SplittableRandom(columns);
    for (double scale : new double[] {0.1, 3, 30, 300}) {
      float[] z = new float[ROWS * columns];
      for (int i = 0; i < z.length; i++) {
        z[i] = (float) ((random.nextDouble() - 0.5) * scale);
      }

      assertRowsWithinBound(z, softmax(z, ROWS, columns), columns);
      // The same rows one by one.
      for (int row = 0; row < 5; row++) {
        float[] single = Arrays.copyOfRange(z, row * columns, (row + 1) * columns);
        assertRowsWithinBound(single, softmax(single, 1, columns), columns);
      }
    }
  }

  /** Rounding errors must not add up: a million equal classes have a millionth each. */
  @ParameterizedTest
  @ValueSource(ints = {50_000, 1_000_000})
  void veryWideRowsAreWithinTheBound(int columns) {
    int count = Emulation.isOn() ? columns / 50 : columns;
    float[] z = new float[count];
    for (int i = 0; i < count; i++) {
      z[i] = i % 7 * 0.3f;
    }
    assertRowsWithinBound(z, softmax(z, 1, count), count);
  }

  private static void assertRowsWithinBound(float[] z, float[] a, int columns) {
    for (int from = 0; from < z.length; from += columns) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int j = from; j < from + columns; j++) {
        greatest = Math.max(greatest, z[j]);
      }
      double sum = 0;
      for (int j = from; j < from + columns; j++) {
        sum += Math.exp(z[j] - greatest);
      }
      for (int j = from; j < from + columns; j++) {
        double expected = Math.exp(z[j] - greatest) / sum;
        double bound = Math.max(1e-6 * expected, 1e-7 * Math.min(1, greatest - z[j]));
        int index = j;
        assertTrue(
            Math.abs(a[j] - expected) <= bound,
            () -> columns + " columns, index " + index + ": expected " + expected + ", got "
                + a[index]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 10, 13, 16, 17, 31, 32, 33, 100, 1000, 1025, 2060, 5000})
  void logarithmsAndTemperaturesAreWithinTheBound(int columns) {
    SplittableRandom random = new SplittableRandom(columns);
    for (float temperature : new float[] {1, 0.3f, 2.5f}) {
      for (double scale : new double[] {0.1, 3, 30, 300}) {
        float[] z = new float[ROWS * columns];
        for (int i = 0; i < z.length; i++) {
          z[i] = (float) ((random.nextDouble() - 0.5) * scale);
        }
        for (int rows : new int[] {1, ROWS}) {
          float[] part = Arrays.copyOf(z, rows * columns);
          float[] shares = apply(new Softmax(temperature, false), part, rows, columns);
          float[] logarithms = apply(new Softmax(temperature, true), part, rows, columns);
          for (int from = 0; from < part.length; from += columns) {
            double[] expected =
                logarithms(Arrays.copyOfRange(z, from, from + columns), temperature);
            for (int j = 0; j < columns; j++) {
              String text = columns + " columns, temperature " + temperature + ", column " + j;
              double logarithm = expected[j];
              assertEquals(
                  logarithm,
                  logarithms[from + j],
                  Math.max(1e-6 * Math.abs(logarithm), 2e-7), // 1 + a little is rounded
                  () -> "logarithm, " + text);
              // z and the exponent are rounded: the share's error grows with the exponent.
              double share = Math.exp(logarithm);
              assertEquals(
                  share, shares[from + j], (1e-6 - 2e-7 * logarithm) * share + 1e-30, text);
            }
          }
        }
      }
    }
  }

  private static double[] logarithms(float[] z, float temperature) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (float value : z) {
      greatest = Math.max(greatest, value);
    }
    double sum = 0;
    for (float value : z) {
      sum += Math.exp((value - greatest) / temperature);
    }
    double[] logarithms = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      logarithms[j] = (z[j] - greatest) / temperature - Math.log(sum);
    }
    return logarithms;
  }

  /** A probability that is too small for a float has a logarithm. */
  @ParameterizedTest
  @ValueSource(ints = {2, 10, 16, 17, 40})
  void logarithmsReachFurtherThanProbabilities(int columns) {
    for (int rows : new int[] {1, 20}) {
      float[] z = new float[rows * columns];
      for (int row = 0; row < rows; row++) {
        z[row * columns] = -1e6f;
        z[row * columns + 1] = 1e6f;
      }
      float[] a = apply(new Softmax(1, true), z, rows, columns);
      for (int i = 0; i < a.length; i++) {
        float expected = switch (i % columns) {
          case 0 -> -2e6f;
          case 1 -> 0;
          default -> -1e6f;
        };
        assertEquals(expected, a[i], "index " + i + " of " + columns + " columns");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 10, 16, 17, 40})
  void logarithmsOfRowsWithoutAFiniteMaximumAreNan(int columns) {
    float[] specials = {Float.NaN, Float.POSITIVE_INFINITY};
    for (int rows : new int[] {1, 3, 20}) {
      float[] nothing = new float[rows * columns];
      Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
      for (float value : apply(new Softmax(1, true), nothing, rows, columns)) {
        assertTrue(Float.isNaN(value), () -> "of nothing but -Infinity: " + value);
      }
      for (float special : specials) {
        for (int j = 0; j < columns; j++) {
          float[] z = new float[rows * columns];
          z[(rows - 1) * columns + j] = special;
          float[] a = apply(new Softmax(1, true), z, rows, columns);
          for (int i = 0; i < a.length; i++) {
            assertEquals(i >= (rows - 1) * columns, Float.isNaN(a[i]), "index " + i + ": " + a[i]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5, 10, 16, 17, 40})
  void logarithmOfTheProbabilityZeroIsMinusInfinity(int columns) {
    for (int rows : new int[] {1, 20}) {
      float[] z = new float[rows * columns];
      z[1] = Float.NEGATIVE_INFINITY;
      float[] a = apply(new Softmax(2, true), z, rows, columns);
      assertEquals(Float.NEGATIVE_INFINITY, a[1]);
      assertEquals(-Math.log(columns - 1), a[0], 1e-6 * Math.log(columns));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 10, 16, 17, 40})
  void specialValuesSpreadOverTheirRowOnly(int columns) {
    for (int rows : new int[] {1, 3, 20}) {
      float[] z = new float[rows * columns];
      for (int i = 0; i < z.length; i++) {
        z[i] = i % 5;
      }
      float[] ordinary = softmax(z, rows, columns);
      for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        for (int j = 0; j < columns; j++) {
          float[] special = z.clone();
          special[(rows - 1) * columns + j] = value;
          float[] a = softmax(special, rows, columns);
          for (int i = 0; i < a.length; i++) {
            float expected = i < (rows - 1) * columns ? ordinary[i] : Float.NaN;
            assertEquals(expected, a[i], value + " in column " + j + " of " + columns);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5, 10, 16, 17, 40})
  void minusInfinityHasTheProbabilityZero(int columns) {
    for (int rows : new int[] {1, 20}) {
      for (int j = 0; j < columns; j++) {
        float[] z = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
          z[row * columns + j] = Float.NEGATIVE_INFINITY;
        }
        float[] a = softmax(z, rows, columns);
        for (int i = 0; i < a.length; i++) {
          float expected = i % columns == j ? 0 : 1f / (columns - 1);
          assertEquals(expected, a[i], 1e-7f, "column " + j + " of " + columns);
        }
      }
      float[] nothing = new float[rows * columns];
      Arrays.fill(nothing, Float.NEGATIVE_INFINITY);
      for (float value : softmax(nothing, rows, columns)) {
        assertTrue(Float.isNaN(value), () -> "of nothing but -Infinity: " + value);
      }
    }
  }
}
