package dev.lamina.backends.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.ActivationSpec;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a matrix lies and how large it is changes no bit of a result, and nothing else is written. */
class ActivationPlacementTest {

  private static final int[] ROWS = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 64, 65, 130};

  private static final int[] COLUMNS = {1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 15, 16, 17, 24, 31, 33, 100
  };

  private static final float GUARD = 12345;

  static Stream<ActivationSpec> activations() {
    return TestedActivations.all();
  }

  static Stream<ActivationSpec> elementwise() {
    return TestedActivations.elementwise();
  }

  private static float[] scratch(float dirt) {
    float[] scratch = new float[ActivationFunction.SCRATCH_FLOATS];
    Arrays.fill(scratch, dirt);
    return scratch;
  }

  private static float[] random(SplittableRandom random, int count) {
    float[] special = {0, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e-40f};
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(50) == 0
          ? special[random.nextInt(special.length)]
          : (float) (random.nextDouble() * 20 - 10);
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("activations")
  void everyPlacementGivesTheBitsOfARowOnItsOwn(ActivationSpec activation) {
    ActivationFunction function = TestedActivations.function(activation);
    SplittableRandom random = new SplittableRandom(1);
    int turn = activation.hashCode();
    for (int rows : ROWS) {
      if (Emulation.isOn() && rows > 17) {
        continue;
      }
      for (int columns : COLUMNS) {
        float[] z = random(random, rows * columns);
        float[] expected = rowByRow(function, z, rows, columns);
        for (int gap : new int[] {0, 1, 6, 40}) {
          for (int offset : new int[] {0, 3}) {
            for (int tail : new int[] {0, 50}) {
              // Every fifth place: five rows that follow each other in the lists have all of them.
              if (Math.floorMod(turn++, 5) != 0) {
                continue;
              }
              float[] a = place(z, rows, columns, offset, columns + gap, tail);
              float[] wanted = place(expected, rows, columns, offset, columns + gap, tail);

              function.apply(a, offset, columns + gap, rows, 0, columns, scratch(Float.NaN));

              String text = activation + ", " + rows + " x " + columns + ", gap " + gap
                  + ", offset " + offset + ", tail " + tail;
              assertSameBits(wanted, a, text);
            }
          }
        }
      }
    }
  }

  /** Each row in an array that it fills; elementwise functions: each value in such an array. */
  private static float[] rowByRow(ActivationFunction function, float[] z, int rows, int columns) {
    float[] expected = new float[z.length];
    int length = function.needsWholeRows() ? columns : 1;
    for (int from = 0; from < rows * columns; from += length) {
      float[] part = Arrays.copyOfRange(z, from, from + length);
      function.apply(part, 0, length, 1, from % columns, length, scratch(0));
      System.arraycopy(part, 0, expected, from, length);
    }
    return expected;
  }

  private static float[] place(
      float[] matrix, int rows, int columns, int offset, int ld, int tail) {
    float[] a = new float[offset + Math.max(0, (rows - 1) * ld + columns) + tail];
    Arrays.fill(a, GUARD);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(matrix, row * columns, a, offset + row * ld, columns);
    }
    return a;
  }

  /** As the column range of a layer that is split: no value may depend on the range it is in. */
  @ParameterizedTest
  @MethodSource("elementwise")
  void columnRangesGiveTheSameBits(ActivationSpec activation) {
    ActivationFunction function = TestedActivations.function(activation);
    int rows = 5;
    int columns = 70;
    float[] z = random(new SplittableRandom(2), rows * columns);
    float[] whole = z.clone();
    function.apply(whole, 0, columns, rows, 0, columns, scratch(0));
    for (int split = 1; split < columns; split++) {
      float[] parts = z.clone();
      function.apply(parts, split, columns, rows, split, columns - split, scratch(Float.NaN));
      function.apply(parts, 0, columns, rows, 0, split, scratch(Float.NaN));
      assertSameBits(whole, parts, activation + ", split at " + split);
    }
  }

  private static void assertSameBits(float[] expected, float[] found, String text) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
        assertEquals(expected[i], found[i], text + ", index " + i);
      }
    }
  }
}
