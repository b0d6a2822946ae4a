package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.spi.ActivationKernel;
import java.util.Arrays;
import java.util.List;

/** Activations that are right with their product, and wrong on their own; and residuals added wrongly. */
enum InPlaceFault implements Fault {
  COMPUTES_A_COPY(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        right.apply(rows, z.clone(), offset, ld, fromColumn, toColumn, workspace);
      },
      "Activations.activationsInPlaceMatchTheReference"),

  APPLIES_A_ROW_LATE(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        int later = Math.min(rows, 1);
        right.apply(rows - later, z, offset + later * ld, ld, fromColumn, toColumn, workspace);
      },
      "Activations.activationsInPlaceMatchTheReference"),

  IGNORES_THE_FIRST_COLUMN(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        right.apply(rows, z, offset, ld, 0, toColumn, workspace);
      },
      "Activations.someColumnsGiveTheSameBitsAsAll"),

  IGNORES_THE_LAST_COLUMN(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        right.apply(rows, z, offset, ld, fromColumn, layer.out(), workspace);
      },
      "Activations.someColumnsGiveTheSameBitsAsAll"),

  ADDS_THE_FIRST_COLUMN_TO_THE_OFFSET_TWICE(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        int shift = Math.min(fromColumn, layer.out() - toColumn);
        right.apply(rows, z, offset + shift, ld, fromColumn, toColumn, workspace);
      },
      "Activations.someColumnsGiveTheSameBitsAsAll"),

  TAKES_OUT_FOR_THE_LEADING_DIMENSION(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        right.apply(rows, z, offset, layer.out(), fromColumn, toColumn, workspace);
      },
      "Activations.activationsInPlaceMatchTheReference"),

  TAKES_THE_LEADING_DIMENSION_FOR_OUT(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        if (!layer.activation().kind().needsWholeRows()) {
          right.apply(rows, z, offset, ld, fromColumn, ld, workspace);
          return;
        }
        right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);
      },
      "Activations.activationsInPlaceMatchTheReference"),

  LEAVES_A_COLUMN_OUT_OF_SOFTMAX(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        if (layer.activation().kind() == Activation.SOFTMAX && layer.out() > 1) {
          int narrower = layer.out() - 1;
          new SoftmaxOf(narrower).apply(rows, z, offset, ld);
          return;
        }
        right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);
      },
      "Activations.activationsInPlaceMatchTheReference"),

  TAKES_WHAT_LIES_BESIDE_INTO_SOFTMAX(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        if (layer.activation().kind() == Activation.SOFTMAX) {
          new SoftmaxOf(ld).apply(rows, z, offset, ld);
          return;
        }
        right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);
      },
      "Activations.activationsInPlaceMatchTheReference"),

  COUNTS_SLOPES_FROM_THE_FIRST_COLUMN_ASKED_FOR(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        int columns = toColumn - fromColumn;
        right.apply(rows, z, offset + fromColumn, ld, 0, columns, workspace);
      },
      "Activations.someColumnsGiveTheSameBitsAsAll"),

  ROUNDS_OTHERWISE_FROM_FOUR_ROWS_ON(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        right.apply(rows, z, offset, ld, fromColumn, toColumn, workspace);
        for (int row = 0; rows >= 4 && row < rows; row++) {
          z[offset + row * ld + fromColumn] = Math.nextUp(z[offset + row * ld + fromColumn]);
        }
      },
      "Activations.rowsDoNotDependOnTheirNumber"),

  APPLIES_TO_A_ROW_WHERE_THERE_IS_NONE(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        right.apply(Math.max(1, rows), z, offset, ld, fromColumn, toColumn, workspace);
      },
      "Activations.zeroRowsChangeNothing"),

  ALLOCATES_WHEN_SOFTMAX_IS_APPLIED(
      (layer, right, rows, z, offset, ld, fromColumn, toColumn, workspace) -> {
        boolean copies = layer.activation().equals(FaultyActivation.SOFTMAX);
        float[] copy = copies ? z.clone() : z;
        right.apply(rows, copy, offset, ld, fromColumn, toColumn, workspace);
        System.arraycopy(copy, 0, z, 0, z.length);
      },
      "Allocation.activationsInPlaceAllocateNothing"),

  ADD_FORGETS_THE_LAST_COLUMN(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn - 1);
      },
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero",
      "Activations.aResidualMayLieBesideTheMatrixInOneArray"),

  ADD_WRITES_BEYOND_ITS_COLUMNS(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        int padded = Math.min((toColumn + 7) / 8 * 8, Math.min(ld, residualLd));
        right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, padded);
      },
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.aResidualMayLieBesideTheMatrixInOneArray"),

  ADD_IGNORES_THE_FIRST_COLUMN(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        right.add(rows, z, offset, ld, r, residualOffset, residualLd, 0, toColumn);
      },
      "Activations.residualsAreAddedWhereverTheyLie"),

  ADD_IGNORES_THE_OFFSET_OF_R(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        right.add(rows, z, offset, ld, r, 0, residualLd, fromColumn, toColumn);
      },
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero",
      "Activations.aResidualMayLieBesideTheMatrixInOneArray"),

  ADD_TAKES_THE_LEADING_DIMENSION_OF_Z_FOR_THAT_OF_R(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        int inside =
            rows < 2 ? residualLd : Math.min(ld, (r.length - residualOffset - toColumn) / rows);
        right.add(rows, z, offset, ld, r, residualOffset, inside, fromColumn, toColumn);
      },
      "Activations.residualsAreAddedWhereverTheyLie"),

  ADD_IS_A_ROW_LATE(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        int later = Math.min(rows, 1);
        right.add(
            rows - later,
            z,
            offset + later * ld,
            ld,
            r,
            residualOffset,
            residualLd,
            fromColumn,
            toColumn);
      },
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero",
      "Activations.aResidualMayLieBesideTheMatrixInOneArray"),

  ADD_CHANGES_R(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);
        if (rows > 0) {
          r[residualOffset + fromColumn] = z[offset + fromColumn];
        }
      },
      "Activations.residualsAreAddedWhereverTheyLie",
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero"),

  ADD_LOSES_THE_SIGN_OF_ZERO(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);
        for (int row = 0; row < rows; row++) {
          for (int j = fromColumn; j < toColumn; j++) {
            z[offset + row * ld + j] += 0f;
          }
        }
      },
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero"),

  ADD_SKIPS_NAN(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        for (int row = 0; row < rows; row++) {
          for (int j = fromColumn; j < toColumn; j++) {
            float residual = r[residualOffset + row * residualLd + j];
            z[offset + row * ld + j] += Float.isNaN(residual) ? 0 : residual;
          }
        }
      },
      "Activations.sumsWithResidualsAreRoundedOnceAndKeepNanAndTheSignOfZero"),

  ADD_CLEARS_Z_WHERE_BOTH_LIE_IN_ONE_ARRAY(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        if (z == r) {
          Arrays.fill(z, offset, offset + toColumn, 0);
        }
        right.add(rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);
      },
      "Activations.aResidualMayLieBesideTheMatrixInOneArray"),

  ADDS_A_ROW_WHERE_THERE_IS_NONE(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        right.add(
            Math.max(1, rows), z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn);
      },
      "Activations.zeroRowsChangeNothing"),

  ALLOCATES_WHEN_SOMETHING_IS_ADDED(
      (layer, right, rows, z, offset, ld, r, residualOffset, residualLd, fromColumn, toColumn) -> {
        boolean copies = layer.activation().equals(FaultyActivation.SOFTMAX);
        float[] residual = copies ? r.clone() : r;
        right.add(rows, z, offset, ld, residual, residualOffset, residualLd, fromColumn, toColumn);
      },
      "Allocation.activationsInPlaceAllocateNothing");

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final FaultyActivation.Applying applying;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final FaultyActivation.Adding adding;

  @SuppressWarnings("ImmutableEnumChecker") // the list is made by List.of
  private final List<String> caughtBy;

  InPlaceFault(FaultyActivation.Applying applying, String... caughtBy) {
    this(applying, FaultyActivation.ADDS_RIGHTLY, caughtBy);
  }

  InPlaceFault(FaultyActivation.Adding adding, String... caughtBy) {
    this(FaultyActivation.APPLIES_RIGHTLY, adding, caughtBy);
  }

  InPlaceFault(
      FaultyActivation.Applying applying, FaultyActivation.Adding adding, String... caughtBy) {
    this.applying = applying;
    this.adding = adding;
    this.caughtBy = List.of(caughtBy);
  }

  @Override
  public ActivationKernel activation(LayerSpec layer, ActivationKernel right) {
    return new FaultyActivation(layer, right, applying, adding);
  }

  @Override
  public List<String> caughtBy() {
    return caughtBy;
  }

  /** A softmax over so many columns, whatever the layer has. */
  private record SoftmaxOf(int columns) {

    void apply(int rows, float[] z, int offset, int ld) {
      for (int row = 0; row < rows; row++) {
        int from = offset + row * ld;
        double sum = 0;
        for (int j = from; j < from + columns; j++) {
          sum += Math.exp(z[j]);
        }
        for (int j = from; j < from + columns; j++) {
          z[j] = (float) (Math.exp(z[j]) / sum);
        }
      }
    }
  }
}
