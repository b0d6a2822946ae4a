package dev.lamina.backends.simd;

import dev.lamina.Workspace;
import dev.lamina.spi.ActivationKernel;
import dev.lamina.spi.WorkspaceSize;
import jdk.incubator.vector.FloatVector;

/** Applies an activation on its own. */
final class MatrixActivation implements ActivationKernel {

  private final ActivationFunction function;

  MatrixActivation(ActivationFunction function) {
    this.function = function;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return new WorkspaceSize(ActivationFunction.SCRATCH_FLOATS, 0, 0);
  }

  @Override
  public void apply(
      int rows, float[] z, int offset, int ld, int fromColumn, int toColumn, Workspace workspace) {
    function.apply(
        z, offset + fromColumn, ld, rows, fromColumn, toColumn - fromColumn, workspace.floats());
  }

  @Override
  public void add(
      int rows,
      float[] z,
      int offset,
      int ld,
      float[] r,
      int residualOffset,
      int residualLd,
      int fromColumn,
      int toColumn) {
    int columns = toColumn - fromColumn;
    for (int row = 0; row < rows; row++) {
      addRow(
          z,
          offset + row * ld + fromColumn,
          r,
          residualOffset + row * residualLd + fromColumn,
          columns);
    }
  }

  private static void addRow(float[] z, int to, float[] r, int from, int columns) {
    int whole = columns & -VectorWidth.LANES;
    for (int j = 0; j < whole; j += VectorWidth.LANES) {
      FloatVector residual = FloatVector.fromArray(VectorWidth.FLOATS, r, from + j);
      FloatVector.fromArray(VectorWidth.FLOATS, z, to + j).add(residual).intoArray(z, to + j);
    }
    for (int j = whole; j < columns; j++) {
      z[to + j] += r[from + j];
    }
  }
}
