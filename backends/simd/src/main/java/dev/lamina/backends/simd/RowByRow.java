package dev.lamina.backends.simd;

import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import jdk.incubator.vector.FloatVector;

/**
 * Computes a layer row by row. The sums of a panel's columns start as the bias and take up xₖ·wₖⱼ for k
 * = 0, 1, … in two registers.
 */
final class RowByRow implements DenseKernel {

  private static final int Z = ActivationFunction.SCRATCH_FLOATS;

  private final float[][] panels;
  private final float[] bias;
  private final int in;
  private final ActivationFunction activation;

  RowByRow(float[][] panels, float[] bias, int in, ActivationFunction activation) {
    this.panels = panels;
    this.bias = bias;
    this.in = in;
    this.activation = activation;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return new WorkspaceSize(Z + bias.length, 0, 0);
  }

  @Override
  public int columnBlock() {
    return activation.needsWholeRows() ? 0 : Panels.WIDTH;
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
      int fromColumn,
      int toColumn,
      Workspace workspace) {
    float[] scratch = workspace.floats();
    int columns = toColumn - fromColumn;
    for (int row = 0; row < rows; row++) {
      int target = yOffset + row * ldy + fromColumn;
      for (int column = fromColumn; column < toColumn; column += Panels.WIDTH) {
        float[] panel = panels[column / Panels.WIDTH];
        multiply(x, xOffset + row * ldx, in, panel, bias, column, scratch);
      }
      System.arraycopy(scratch, Z + fromColumn, y, target, columns);
      activation.apply(y, target, columns, 1, columns, scratch);
    }
  }

  /** Computes the sums of one row and one panel. */
  private static void multiply(
      float[] x, int offset, int in, float[] panel, float[] bias, int column, float[] scratch) {
    FloatVector left = FloatVector.fromArray(VectorWidth.FLOATS, bias, column);
    FloatVector right = FloatVector.fromArray(VectorWidth.FLOATS, bias, column + VectorWidth.LANES);
    for (int k = 0; k < in; k++) {
      FloatVector factor = FloatVector.broadcast(VectorWidth.FLOATS, x[offset + k]);
      int w = k * Panels.WIDTH;
      left = factor.fma(FloatVector.fromArray(VectorWidth.FLOATS, panel, w), left);
      right = factor.fma(
          FloatVector.fromArray(VectorWidth.FLOATS, panel, w + VectorWidth.LANES), right);
    }
    left.intoArray(scratch, Z + column);
    right.intoArray(scratch, Z + column + VectorWidth.LANES);
  }
}
