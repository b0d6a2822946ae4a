package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.Workspace;
import dev.lamina.spi.NormalizationKernel;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Layer normalisation, in place and to another matrix. */
abstract class NormalizationConformance extends ConformanceGroup {

  private static final int[] WIDTHS = {1, 2, 3, 8, 15, 16, 17, 33, 64, 130, 1000, 1024};
  private static final int[] ROWS = {1, 2, 9};
  private static final double[] EPSILONS = {1e-5, 1e-3, 1};

  /** What rows are like: their means, and how far their values are from them. */
  private static final double[][] ROW_KINDS = {
    {0, 1}, {0.5, 3}, {-1e4, 1}, {3e6, 40}, {7, 0}, {1e-3, 1e-6}, {0, 1e12}
  };

  NormalizationConformance(BackendConformance suite) {
    super(suite);
  }

  /** A normalisation with its vectors, and what it makes of rows in double precision. */
  private static final class Normalization {

    private final int columns;
    private final double epsilon;
    private final float[] weight;
    private final float[] bias;

    Normalization(int columns, double epsilon, SplittableRandom random) {
      this.columns = columns;
      this.epsilon = epsilon;
      this.weight = new float[columns];
      this.bias = new float[columns];
      for (int j = 0; j < columns; j++) {
        weight[j] = (float) random.nextDouble(-2, 2);
        bias[j] = (float) random.nextDouble(-1, 1);
      }
    }

    NormalizationKernel prepare(ConformanceGroup group) {
      return group
          .backend()
          .prepareNormalization(
              epsilon, Tensor.of(Shape.of(columns), weight), Tensor.of(Shape.of(columns), bias));
    }

    Estimate of(int rows, float[] values) {
      Estimate estimate = Estimate.ofSize(rows, columns);
      for (int row = 0; row < rows; row++) {
        setRow(estimate, row, Arrays.copyOfRange(values, row * columns, (row + 1) * columns));
      }
      return estimate;
    }

    /**
     * A row, and how far from it a float computation may be that takes the differences to some number c
     * near the mean. c is off by γ of the values at most, and then each difference is rounded, and so
     * are the sums of the differences and of their squares. What does not count is the size of the mean
     * itself: it is no part of the differences.
     */
    private void setRow(Estimate estimate, int row, float... values) {
      double mean = 0;
      double size = 0;
      for (float value : values) {
        mean += value / (double) columns;
        size += Math.abs(value) / (double) columns;
      }
      double gamma = Rounding.gamma(columns + 8, Rounding.FLOAT_UNIT);
      double center = gamma * size;
      double variance = 0;
      double difference = 0;
      double square = 0;
      for (float value : values) {
        double distance = Math.abs(value - mean) + center;
        variance += (value - mean) * (value - mean) / columns;
        difference += distance / columns;
        square += distance * distance / columns;
      }
      double ofVariance = gamma * (square + 2 * center * difference);
      double ofFactor = ofVariance / (variance + epsilon) + 4 * Rounding.FLOAT_UNIT;
      double factor = 1 / Math.sqrt(variance + epsilon);
      double[] exact = new double[columns];
      double[] errors = new double[columns];
      for (int j = 0; j < columns; j++) {
        double normalized = (values[j] - mean) * factor;
        exact[j] = normalized * weight[j] + bias[j];
        double distance = Math.abs(values[j] - mean) + center;
        errors[j] = Math.abs(weight[j])
                * (factor * gamma * (distance + difference) + Math.abs(normalized) * ofFactor)
            + 4 * Rounding.FLOAT_UNIT * (Math.abs(normalized * weight[j]) + Math.abs(bias[j]))
            + Float.MIN_NORMAL;
      }
      estimate.setRow(row, exact, errors);
    }

    @Override
    public String toString() {
      return "layer_norm of " + columns + " columns, epsilon = " + epsilon;
    }
  }

  private static float[] random(SplittableRandom random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      double[] kind = ROW_KINDS[random.nextInt(ROW_KINDS.length)];
      for (int j = 0; j < columns; j++) {
        values[row * columns + j] = (float) (kind[0] + kind[1] * random.nextDouble(-1.7, 1.7));
      }
    }
    return values;
  }

  @Test
  void normalizedRowsMatchTheReference() {
    SplittableRandom random = new SplittableRandom(81);
    for (int width : WIDTHS) {
      for (double epsilon : EPSILONS) {
        Normalization norm = new Normalization(width, epsilon, random);
        NormalizationKernel kernel = norm.prepare(this);
        for (int rows : ROWS) {
          float[] x = random(random, rows, width);

          float[] y = apply(kernel, norm, rows, x, random);

          Check.matches(norm.toString(), norm.of(rows, x), y);
        }
      }
    }
  }

  /** The kinds of rows that lose most if a square is subtracted from another. */
  @Test
  void aLargeMeanDoesNotCostTheDifferences() {
    SplittableRandom random = new SplittableRandom(82);
    for (int width : new int[] {64, 1024}) {
      Normalization norm = new Normalization(width, 1e-5, random);
      float[] x = new float[4 * width];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) (Math.pow(10, 2 + i / width) + random.nextDouble(-1, 1));
      }

      float[] y = apply(norm.prepare(this), norm, 4, x, random);

      Check.matches(norm + ", means of 100 to 100,000", norm.of(4, x), y);
    }
  }

  @Test
  void inPlaceGivesTheSameBitsAsElsewhere() {
    SplittableRandom random = new SplittableRandom(83);
    for (int width : WIDTHS) {
      Normalization norm = new Normalization(width, 1e-5, random);
      NormalizationKernel kernel = norm.prepare(this);
      int rows = 5;
      float[] x = random(random, rows, width);
      float[] elsewhere = apply(kernel, norm, rows, x, random);
      Place place = Place.random(width, random);
      float[] memory = place.memory(rows, Float.NaN);
      place.write(x, memory);
      float[] before = memory.clone();

      kernel.apply(
          rows,
          memory,
          place.offset,
          place.ld,
          memory,
          place.offset,
          place.ld,
          workspace(kernel, rows));

      Check.sameBits(
          norm + " in place", "another matrix", width, elsewhere, place.read(rows, memory));
      place.assertOnlyChanged(norm.toString(), rows, before, memory);
    }
  }

  /** In a network both often lie side by side in one scratch matrix. */
  @Test
  void bothMayLieSideBySideInOneArray() {
    SplittableRandom random = new SplittableRandom(84);
    for (int width : WIDTHS) {
      for (boolean isFirst : new boolean[] {true, false}) {
        Normalization norm = new Normalization(width, 1e-5, random);
        NormalizationKernel kernel = norm.prepare(this);
        int rows = 4;
        int ld = 2 * width + 3;
        float[] x = random(random, rows, width);
        float[] expected = apply(kernel, norm, rows, x, random);
        Place from = new Place(width, isFirst ? 1 : width + 2, ld);
        Place to = new Place(width, isFirst ? width + 2 : 1, ld);
        float[] memory = from.memory(rows, Float.NaN);
        from.write(x, memory);
        float[] before = memory.clone();

        kernel.apply(rows, memory, from.offset, ld, memory, to.offset, ld, workspace(kernel, rows));

        Check.sameBits(
            norm + ", in one array", "two arrays", width, expected, to.read(rows, memory));
        to.assertOnlyChanged(norm.toString(), rows, before, memory);
      }
    }
  }

  @Test
  void rowsDoNotDependOnTheirNumber() {
    SplittableRandom random = new SplittableRandom(85);
    for (int width : WIDTHS) {
      Normalization norm = new Normalization(width, 1e-5, random);
      NormalizationKernel kernel = norm.prepare(this);
      int rows = 11;
      float[] x = random(random, rows, width);
      float[] all = apply(kernel, norm, rows, x, random);
      for (int row = 0; row < rows; row++) {
        float[] one = Arrays.copyOfRange(x, row * width, (row + 1) * width);

        float[] alone = apply(kernel, norm, 1, one, random);

        Check.sameBits(
            norm + ", row " + row + " of " + rows,
            "the row alone",
            width,
            alone,
            Arrays.copyOfRange(all, row * width, (row + 1) * width));
      }
    }
  }

  @Test
  void nanIsAllOfItsRowAndOfNoOther() {
    SplittableRandom random = new SplittableRandom(86);
    for (int width : WIDTHS) {
      Normalization norm = new Normalization(width, 1e-5, random);
      NormalizationKernel kernel = norm.prepare(this);
      float[] x = random(random, 3, width);
      float[] expected = apply(kernel, norm, 3, x, random);
      x[width + random.nextInt(width)] = Float.NaN;
      Arrays.fill(expected, width, 2 * width, Float.NaN);

      float[] y = apply(kernel, norm, 3, x, random);

      Check.sameBits(norm + ", NaN in row 1", "rows without it", width, expected, y);
    }
  }

  @Test
  void zeroRowsChangeNothing() {
    Normalization norm = new Normalization(17, 1e-5, new SplittableRandom(87));
    NormalizationKernel kernel = norm.prepare(this);
    float[] y = random(new SplittableRandom(87), 2, 20);
    float[] before = y.clone();

    kernel.apply(0, y, 1, 19, y, 1, 19, workspace(kernel, 0));

    assertArrayEquals(before, y, norm + ": no rows were asked for");
  }

  private static Workspace workspace(NormalizationKernel kernel, int rows) {
    Workspace workspace = kernel.workspace(rows).allocate();
    Workspaces.fill(workspace, Float.NaN);
    return workspace;
  }

  /** Normalises a matrix that lies somewhere in a larger array to another one, and checks that all else stays. */
  private static float[] apply(
      NormalizationKernel kernel,
      Normalization norm,
      int rows,
      float[] x,
      SplittableRandom random) {
    Place from = Place.random(norm.columns, random);
    Place to = Place.random(norm.columns, random);
    // What is read beside the matrix shows in the result.
    float[] source = from.memory(rows, Float.NaN);
    from.write(x, source);
    float[] target = to.memory(rows, 0.125f);
    float[] before = target.clone();
    float[] sourceBefore = source.clone();

    kernel.apply(
        rows, source, from.offset, from.ld, target, to.offset, to.ld, workspace(kernel, rows));

    to.assertOnlyChanged(norm.toString(), rows, before, target);
    assertEquals(-1, Arrays.mismatch(sourceBefore, source), norm + ": V was written to");
    return to.read(rows, target);
  }

  /** Where a matrix lies in an array. */
  private record Place(int width, int offset, int ld) {

    private static final int TAIL = 40;

    static Place random(int width, SplittableRandom random) {
      return new Place(width, random.nextInt(0, 5), width + random.nextInt(1, 6));
    }

    float[] memory(int rows, float around) {
      float[] memory = new float[offset + rows * ld + width + TAIL];
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

    void assertOnlyChanged(String subject, int rows, float[] before, float[] after) {
      float[] around = after.clone();
      for (int row = 0; row < rows; row++) {
        int start = offset + row * ld;
        System.arraycopy(before, start, around, start, width);
      }
      assertEquals(
          -1,
          Arrays.mismatch(before, around),
          subject + ": what lies around the matrix was written");
    }
  }
}
