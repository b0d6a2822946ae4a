package dev.lamina.backends.plain.functions;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.WorkspaceSize;

/** An activation that is applied to a matrix in place, in one pass over it. */
public final class MatrixActivation implements ActivationKernel {

  /** Shorter rows do not fill vectors. */
  private static final int SHORT = 16;

  /** Values that go through a function together: they stay in a first-level cache. */
  private static final int PIECE = 2048;

  /** The most rows, and fewest, whose vectors lie across the rows. */
  private static final int MOST_ACROSS = 256;

  private static final int FEWEST_ACROSS = 24;

  private static final int WORK = ActivationFunction.SCRATCH_ARRAYS;

  private final ActivationFunction function;
  private final boolean identity;
  private final int out;

  private MatrixActivation(ActivationSpec activation, int out, float... slopes) {
    function = ActivationFunction.of(activation, slopes);
    identity = activation.kind() == Activation.IDENTITY;
    this.out = out;
  }

  /**
   * The activation of a layer.
   *
   * @param layer its shape and activation
   * @param parameters what it learned
   * @return what applies it
   */
  public static MatrixActivation of(LayerSpec layer, LayerParameters parameters) {
    return new MatrixActivation(layer.activation(), layer.out(), parameters.slopes());
  }

  /**
   * Whether a value depends on its whole row, so that columns cannot be computed apart.
   *
   * @return true for softmax and the like
   */
  public boolean needsWholeRows() {
    return function.needsWholeRows();
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    if (function.dependsOnColumn()) {
      return new WorkspaceSize(0, WORK + 1, out);
    }
    if (!function.needsScratch()) {
      return WorkspaceSize.NONE;
    }
    if (!needsWholeRows()) {
      return new WorkspaceSize(0, WORK + 1, Math.max(PIECE, SHORT));
    }
    return isAcross(maxRows)
        ? new WorkspaceSize(0, WORK + Math.max(1, out), Math.max(out, MOST_ACROSS))
        : new WorkspaceSize(0, WORK + 1, Math.max(out, MOST_ACROSS));
  }

  /** Whether vectors lie across rows: they are short, and there are many. */
  private boolean isAcross(int rows) {
    return out < SHORT && rows >= FEWEST_ACROSS;
  }

  @Override
  public void apply(
      int rows, float[] z, int offset, int ld, int fromColumn, int toColumn, Workspace workspace) {
    apply(rows, z, offset, ld, fromColumn, toColumn, workspace.rows());
  }

  private void apply(
      int rows, float[] z, int zOffset, int ldz, int fromColumn, int toColumn, float[][] arrays) {
    if (identity) {
      return;
    }
    int columns = toColumn - fromColumn;
    int start = zOffset + fromColumn;
    if (needsWholeRows()) {
      wholeRows(rows, z, start, ldz, arrays);
    } else if (function.dependsOnColumn()) {
      for (int row = 0; row < rows; row++) {
        columns(z, start + row * ldz, fromColumn, toColumn, arrays);
      }
    } else if (columns == ldz) {
      values(z, start, rows * columns, arrays);
    } else {
      for (int row = 0; row < rows; row++) {
        values(z, start + row * ldz, columns, arrays);
      }
    }
  }

  /** Applies a function of single values to some that lie side by side. */
  private void values(float[] z, int start, int count, float[][] arrays) {
    if (count < SHORT) {
      function.applyToFew(z, start, start + count, 0);
    } else if (!function.needsScratch()) {
      function.applyToRow(z, start, start + count, arrays);
    } else {
      float[] work = arrays[WORK];
      for (int i = 0; i < count; i += PIECE) {
        int length = Math.min(PIECE, count - i);
        System.arraycopy(z, start + i, work, 0, length);
        function.applyToRow(work, 0, length, arrays);
        System.arraycopy(work, 0, z, start + i, length);
      }
    }
  }

  /** Applies a function that depends on the column to a part of one row. */
  private void columns(float[] z, int start, int fromColumn, int toColumn, float[][] arrays) {
    int count = toColumn - fromColumn;
    if (count < SHORT) {
      function.applyToFew(z, start, start + count, fromColumn);
    } else {
      float[] work = arrays[WORK];
      System.arraycopy(z, start, work, fromColumn, count);
      function.applyToRow(work, fromColumn, toColumn, arrays);
      System.arraycopy(work, fromColumn, z, start, count);
    }
  }

  private void wholeRows(int rows, float[] z, int start, int ldz, float[][] arrays) {
    if (isAcross(rows)) {
      for (int row = 0; row < rows; row += MOST_ACROSS) {
        int count = Math.min(MOST_ACROSS, rows - row);
        int from = start + row * ldz;
        Transposition.toColumns(count, out, z, from, ldz, arrays, WORK);
        function.applyToColumns(arrays, WORK, 0, out, count);
        Transposition.toRows(count, out, arrays, WORK, z, from, ldz);
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      int from = start + row * ldz;
      if (out < SHORT) {
        function.applyToFew(z, from, from + out, 0);
      } else {
        float[] work = arrays[WORK];
        System.arraycopy(z, from, work, 0, out);
        function.applyToRow(work, 0, out, arrays);
        System.arraycopy(work, 0, z, from, out);
      }
    }
  }
}
