package dev.lamina.tck;

import dev.lamina.Tensor;
import dev.lamina.Workspace;
import dev.lamina.spi.NormalizationKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.List;

/** Layer normalisations that are wrong. */
enum NormalizationFault implements Fault {
  NORMALIZES_A_COPY(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) ->
          own.right(rows, x, xOffset, ldx, y.clone(), yOffset, ldy),
      "Normalizations.normalizedRowsMatchTheReference"),

  NORMALIZES_A_ROW_LATE(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        int later = Math.min(rows, 1);
        own.right(rows - later, x, xOffset + later * ldx, ldx, y, yOffset + later * ldy, ldy);
      },
      "Normalizations.normalizedRowsMatchTheReference"),

  TAKES_THE_LEADING_DIMENSION_OF_V_FOR_BOTH(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        int inside =
            rows < 2 ? ldy : Math.min(ldx, (y.length - yOffset - own.weight.length) / rows);
        own.right(rows, x, xOffset, ldx, y, yOffset, inside);
      },
      "Normalizations.normalizedRowsMatchTheReference"),

  WRITES_TO_THE_OFFSET_OF_V(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) ->
          own.right(rows, x, xOffset, ldx, y, x == y ? yOffset : xOffset, ldy),
      "Normalizations.normalizedRowsMatchTheReference"),

  WRITES_BEYOND_ITS_COLUMNS(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        own.right(rows, x, xOffset, ldx, y, yOffset, ldy);
        if (rows > 0 && ldy > own.weight.length) {
          y[yOffset + own.weight.length] = 1;
        }
      },
      "Normalizations.normalizedRowsMatchTheReference",
      "Normalizations.inPlaceGivesTheSameBitsAsElsewhere",
      "Normalizations.bothMayLieSideBySideInOneArray"),

  CHANGES_V(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        own.right(rows, x, xOffset, ldx, x, xOffset, ldx);
        for (int row = 0; row < rows && x != y; row++) {
          System.arraycopy(x, xOffset + row * ldx, y, yOffset + row * ldy, own.weight.length);
        }
      },
      "Normalizations.normalizedRowsMatchTheReference"),

  READS_WHAT_IT_WROTE_IN_PLACE(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        if (x == y && xOffset == yOffset && rows > 0) {
          y[yOffset] = 0;
        }
        own.right(rows, x, xOffset, ldx, y, yOffset, ldy);
      },
      "Normalizations.inPlaceGivesTheSameBitsAsElsewhere"),

  CLEARS_ALL_OF_Y_FIRST(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        float[] copy = x.clone();
        for (int i = yOffset; i < yOffset + rows * ldy && x == y && xOffset != yOffset; i++) {
          y[i] = 0;
        }
        own.right(rows, copy, xOffset, ldx, y, yOffset, ldy);
      },
      "Normalizations.bothMayLieSideBySideInOneArray"),

  NORMALIZES_OTHERWISE_FROM_FOUR_ROWS_ON(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        own.right(rows, x, xOffset, ldx, y, yOffset, ldy);
        for (int row = 0; rows >= 4 && row < rows; row++) {
          y[yOffset + row * ldy] = Math.nextUp(y[yOffset + row * ldy]);
        }
      },
      "Normalizations.rowsDoNotDependOnTheirNumber"),

  NORMALIZES_A_ROW_WHERE_THERE_IS_NONE(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) ->
          own.right(Math.max(1, rows), x, xOffset, ldx, y, yOffset, ldy),
      "Normalizations.zeroRowsChangeNothing"),

  ALLOCATES_A_ROW(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        float[] copy = x.clone();
        own.right(rows, copy, xOffset, ldx, y, yOffset, ldy);
      },
      "Allocation.normalizationAllocatesNothing"),

  SKIPS_NAN(
      (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        own.right(rows, x, xOffset, ldx, y, yOffset, ldy);
        for (int row = 0; row < rows; row++) {
          for (int j = 0; j < own.weight.length; j++) {
            float value = y[yOffset + row * ldy + j];
            y[yOffset + row * ldy + j] = Float.isNaN(value) ? own.bias[j] : value;
          }
        }
      },
      "Normalizations.nanIsAllOfItsRowAndOfNoOther"),

  DIVIDES_BY_ONE_VALUE_LESS(
      Own.eachRow((own, values) -> {
        double mean = Own.mean(values);
        double sum = Own.squares(values, mean);
        return new double[] {mean, sum / Math.max(1, values.length - 1)};
      }),
      "Normalizations.normalizedRowsMatchTheReference"),

  SUBTRACTS_THE_SQUARE_OF_THE_MEAN(
      Own.eachRow((own, values) -> {
        float sum = 0;
        float squares = 0;
        for (float value : values) {
          sum += value;
          squares += value * value;
        }
        float mean = sum / values.length;
        return new double[] {mean, Math.max(0, squares / values.length - mean * mean)};
      }),
      "Normalizations.normalizedRowsMatchTheReference",
      "Normalizations.aLargeMeanDoesNotCostTheDifferences"),

  LEAVES_EPSILON_OUT(
      Own.eachRow((own, values) -> {
        double mean = Own.mean(values);
        return new double[] {mean, Own.squares(values, mean) / values.length - own.epsilon + 1e-9};
      }),
      "Normalizations.normalizedRowsMatchTheReference"),

  LEAVES_THE_MEAN_IN(
      Own.eachRow((own, values) -> {
        double mean = Own.mean(values);
        return new double[] {0, Own.squares(values, mean) / values.length};
      }),
      "Normalizations.normalizedRowsMatchTheReference",
      "Normalizations.aLargeMeanDoesNotCostTheDifferences");

  /** Does what {@link NormalizationKernel#apply} says, or nearly. */
  interface Applying {
    void apply(Own own, int rows, float[] x, int xOffset, int ldx, float[] y, int yOffset, int ldy);
  }

  /** Finds the mean and the variance of a row, or nearly. */
  interface Moments {
    double[] of(Own own, float[] values);
  }

  /** The normalisation as it was prepared, with what is right. */
  static final class Own implements NormalizationKernel {

    private final Applying applying;
    private final NormalizationKernel rightKernel;
    private final double epsilon;
    private final float[] weight;
    private final float[] bias;
    private final Workspace none = WorkspaceSize.NONE.allocate();

    Own(
        Applying applying,
        NormalizationKernel rightKernel,
        double epsilon,
        Tensor weight,
        Tensor bias) {
      this.applying = applying;
      this.rightKernel = rightKernel;
      this.epsilon = epsilon;
      this.weight = new float[(int) weight.shape().elementCount()];
      this.bias = new float[this.weight.length];
      weight.read(0, this.weight, 0, this.weight.length);
      bias.read(0, this.bias, 0, this.bias.length);
    }

    void right(int rows, float[] x, int xOffset, int ldx, float[] y, int yOffset, int ldy) {
      rightKernel.apply(rows, x, xOffset, ldx, y, yOffset, ldy, none);
    }

    static double mean(float... values) {
      double sum = 0;
      for (float value : values) {
        sum += value;
      }
      return sum / values.length;
    }

    static double squares(float[] values, double mean) {
      double sum = 0;
      for (float value : values) {
        sum += (value - mean) * (value - mean);
      }
      return sum;
    }

    static Applying eachRow(Moments moments) {
      return (own, rows, x, xOffset, ldx, y, yOffset, ldy) -> {
        float[] values = new float[own.weight.length];
        for (int row = 0; row < rows; row++) {
          System.arraycopy(x, xOffset + row * ldx, values, 0, values.length);
          double[] found = moments.of(own, values);
          double factor = 1 / Math.sqrt(found[1] + own.epsilon);
          for (int j = 0; j < values.length; j++) {
            y[yOffset + row * ldy + j] =
                (float) ((values[j] - found[0]) * factor * own.weight[j] + own.bias[j]);
          }
        }
      };
    }

    @Override
    public WorkspaceSize workspace(int maxRows) {
      return rightKernel.workspace(maxRows);
    }

    @Override
    public void apply(
        int rows,
        float[] x,
        int xOffset,
        int ldx,
        float[] y,
        int yOffset,
        int ldy,
        Workspace workspace) {
      applying.apply(this, rows, x, xOffset, ldx, y, yOffset, ldy);
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final Applying applying;

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  NormalizationFault(Applying applying, String... caughtBy) {
    this.applying = applying;
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public NormalizationKernel normalization(
      double epsilon, Tensor weight, Tensor bias, NormalizationKernel right) {
    return new Own(applying, right, epsilon, weight, bias);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }
}
