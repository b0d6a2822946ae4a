package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerParameters;
import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations on their own and the addition of a residual, both in place. */
abstract class ActivationConformance extends ConformanceGroup {

  private static final int[] WIDTHS = {1, 3, 10, 17, 33, 130};
  private static final int[] ROWS = {1, 2, 9, 40};

  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /** Values whose sums are easily got wrong, each added to each. */
  private static final float[] SPECIAL = {
    0,
    -0f,
    1,
    -1,
    Float.NaN,
    INFINITY,
    -INFINITY,
    Float.MIN_VALUE,
    -1e-40f,
    Float.MAX_VALUE,
    0x1p24f,
    0.5f
  };

  ActivationConformance(BackendConformance suite) {
    super(suite);
  }

  private ActivationKernel kernel(TestLayer layer) {
    return backend().prepareActivation(layer.spec(), new LayerParameters(layer.tensors()));
  }

  private static float[] random(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-6, 6);
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void activationsInPlaceMatchTheReference(ActivationSpec activation) {
    SplittableRandom random = new SplittableRandom(71);
    for (int width : WIDTHS) {
      TestLayer layer = TestLayer.random(2, width, activation, true, 71);
      ActivationKernel kernel = kernel(layer);
      for (int rows : ROWS) {
        float[] z = random(random, rows * width);

        float[] a = applyWithin(kernel, layer, rows, z, 0, width, random);

        Check.matches(layer + " in place", layer.activated(rows, z), a);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "elementwiseActivations")
  void someColumnsGiveTheSameBitsAsAll(ActivationSpec activation) {
    SplittableRandom random = new SplittableRandom(72);
    int width = 150;
    int rows = 7;
    TestLayer layer = TestLayer.random(2, width, activation, true, 72);
    ActivationKernel kernel = kernel(layer);
    float[] z = random(random, rows * width);
    float[] all = applyWithin(kernel, layer, rows, z, 0, width, random);
    for (int[] borders : new int[][] {{1, 37}, {64, 128}, {37, 149}}) {
      float[] parts = applyWithin(kernel, layer, rows, z, 0, borders[0], random);
      parts = applyWithin(kernel, layer, rows, parts, borders[0], borders[1], random);
      parts = applyWithin(kernel, layer, rows, parts, borders[1], width, random);

      Check.sameBits(layer + " in place, in three parts", "all columns at once", width, all, parts);
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void rowsDoNotDependOnTheirNumber(ActivationSpec activation) {
    SplittableRandom random = new SplittableRandom(73);
    for (int width : WIDTHS) {
      TestLayer layer = TestLayer.random(2, width, activation, true, 73);
      ActivationKernel kernel = kernel(layer);
      int rows = 41;
      float[] z = random(random, rows * width);
      float[] all = applyWithin(kernel, layer, rows, z, 0, width, random);
      for (int row = 0; row < rows; row++) {
        float[] alone = applyWithin(
            kernel,
            layer,
            1,
            Arrays.copyOfRange(z, row * width, (row + 1) * width),
            0,
            width,
            random);

        Check.sameBits(
            layer + " in place, row " + row + " of " + rows,
            "the row alone",
            width,
            alone,
            Arrays.copyOfRange(all, row * width, (row + 1) * width));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(Sizes.SOURCE + "activations")
  void zeroRowsChangeNothing(ActivationSpec activation) {
    TestLayer layer = TestLayer.random(2, 17, activation, true, 74);
    ActivationKernel kernel = kernel(layer);
    float[] z = random(new SplittableRandom(74), 40);
    float[] before = z.clone();

    kernel.apply(0, z, 1, 19, 0, 17, kernel.workspace(0).allocate());
    kernel.add(0, z, 1, 19, before.clone(), 0, 17, 0, 17);

    assertArrayEquals(before, z, layer + ": no rows were asked for");
  }

  /** Applies g to a matrix that lies somewhere in a larger array, and checks that all else stays. */
  private static float[] applyWithin(
      ActivationKernel kernel,
      TestLayer layer,
      int rows,
      float[] z,
      int from,
      int to,
      SplittableRandom random) {
    int width = layer.out();
    Place place = Place.random(width, random);
    // What is read beside the matrix shows in the result.
    float[] memory = place.memory(rows, Float.NaN);
    place.write(z, memory);
    Workspace workspace = kernel.workspace(rows).allocate();
    Workspaces.fill(workspace, Float.NaN);
    float[] before = memory.clone();

    kernel.apply(rows, memory, place.offset, place.ld, from, to, workspace);

    place.assertOnlyChanged(layer.toString(), before, memory, from, to);
    return place.read(rows, memory);
  }

  @Test
  void residualsAreAddedWhereverTheyLie() {
    SplittableRandom random = new SplittableRandom(76);
    for (int width : WIDTHS) {
      TestLayer layer = TestLayer.random(2, width, Activation.RELU, true, 76);
      ActivationKernel kernel = kernel(layer);
      for (int rows : ROWS) {
        float[] z = random(random, rows * width);
        float[] r = random(random, rows * width);
        int from = random.nextInt(width);
        int to = random.nextInt(from, width) + 1;
        addAndCheck(kernel, layer, width, z, r, 0, width, random);
        addAndCheck(kernel, layer, width, z, r, from, to, random);
      }
    }
  }

  @Test
  void sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero() {
    SplittableRandom random = new SplittableRandom(77);
    int width = SPECIAL.length * SPECIAL.length;
    float[] z = new float[width];
    float[] r = new float[width];
    for (int i = 0; i < width; i++) {
      z[i] = SPECIAL[i / SPECIAL.length];
      r[i] = SPECIAL[i % SPECIAL.length];
    }
    TestLayer layer = TestLayer.random(2, width, Activation.IDENTITY, true, 77);
    addAndCheck(kernel(layer), layer, width, z, r, 0, width, random);
    // All of them where whole vectors do not reach.
    for (int i = 0; i + 3 <= width; i += 3) {
      TestLayer narrow = TestLayer.random(2, 3, Activation.IDENTITY, true, 77);
      addAndCheck(
          kernel(narrow),
          narrow,
          3,
          Arrays.copyOfRange(z, i, i + 3),
          Arrays.copyOfRange(r, i, i + 3),
          0,
          3,
          random);
    }
  }

  private static void addAndCheck(
      ActivationKernel kernel,
      TestLayer layer,
      int width,
      float[] z,
      float[] r,
      int from,
      int to,
      SplittableRandom random) {
    int rows = z.length / width;
    float[] expected = z.clone();
    for (int row = 0; row < rows; row++) {
      for (int j = from; j < to; j++) {
        expected[row * width + j] += r[row * width + j];
      }
    }
    String subject = layer + ", columns " + from + " to " + (to - 1) + " of Z + R";
    Place place = Place.random(width, random);
    Place other = Place.random(width, random);
    float[] memory = place.memory(rows, 0.125f);
    place.write(z, memory);
    float[] residual = other.memory(rows, Float.NaN);
    other.write(r, residual);
    float[] before = memory.clone();
    float[] residualBefore = residual.clone();

    kernel.add(rows, memory, place.offset, place.ld, residual, other.offset, other.ld, from, to);

    Check.sameBits(subject, "float sums", width, expected, place.read(rows, memory));
    place.assertOnlyChanged(subject, before, memory, from, to);
    assertEquals(-1, Arrays.mismatch(residualBefore, residual), subject + ": R was written to");
  }

  /** In a network both often lie side by side in one scratch matrix. */
  @Test
  void aResidualMayLieBesideTheMatrixInOneArray() {
    SplittableRandom random = new SplittableRandom(78);
    for (int width : WIDTHS) {
      for (boolean residualFirst : new boolean[] {true, false}) {
        TestLayer layer = TestLayer.random(2, width, Activation.RELU, true, 78);
        int rows = 9;
        int ld = 2 * width + 3;
        float[] memory = random(random, rows * ld + 5);
        int z = residualFirst ? width + 1 : 0;
        int r = residualFirst ? 0 : width + 1;
        float[] expected = memory.clone();
        for (int row = 0; row < rows; row++) {
          for (int j = 0; j < width; j++) {
            expected[z + row * ld + j] += memory[r + row * ld + j];
          }
        }

        kernel(layer).add(rows, memory, z, ld, memory, r, ld, 0, width);

        Check.sameBits(layer + ", Z and R in one array", "float sums", 1, expected, memory);
      }
    }
  }

  /** Where a matrix lies in an array. */
  private record Place(int width, int offset, int ld) {

    static Place random(int width, SplittableRandom random) {
      return new Place(width, random.nextInt(0, 5), width + random.nextInt(1, 4));
    }

    float[] memory(int rows, float around) {
      float[] memory = new float[offset + rows * ld + 20];
      Arrays.fill(memory, around);
      return memory;
    }

    void write(float[] matrix, float[] memory) {
      for (int row = 0; row < matrix.length / width; row++) {
        System.arraycopy(matrix, row * width, memory, offset + row * ld, width);
      }
    }

    float[] read(int rows, float[] memory) {
      float[] matrix = new float[rows * width];
      for (int row = 0; row < rows; row++) {
        System.arraycopy(memory, offset + row * ld, matrix, row * width, width);
      }
      return matrix;
    }

    void assertOnlyChanged(String subject, float[] before, float[] after, int from, int to) {
      float[] around = after.clone();
      for (int row = 0; offset + (row + 1) * ld <= after.length - 20; row++) {
        int start = offset + row * ld + from;
        System.arraycopy(before, start, around, start, to - from);
      }
      assertEquals(
          -1,
          Arrays.mismatch(before, around),
          subject + ": what lies around the columns asked for was written");
    }
  }
}
