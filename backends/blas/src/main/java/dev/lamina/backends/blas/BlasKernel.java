package dev.lamina.backends.blas;

import dev.lamina.Workspace;
import dev.lamina.backends.plain.functions.MatrixActivation;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/** Computes a layer: X·W + b in the library, the activation in Java. */
final class BlasKernel implements DenseKernel {

  /** A multiple of a cache line, and of what the kernels of any library compute together. */
  static final int COLUMN_BLOCK = 64;

  private final AffineMap map;
  private final MatrixActivation activation;

  BlasKernel(AffineMap map, MatrixActivation activation) {
    this.map = map;
    this.activation = activation;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return activation.workspace(maxRows);
  }

  @Override
  public int columnBlock() {
    return activation.needsWholeRows() ? 0 : COLUMN_BLOCK;
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
    if (rows > 0 && fromColumn < toColumn) {
      map.apply(rows, x, xOffset, ldx, y, yOffset, ldy, fromColumn, toColumn);
      activation.apply(rows, y, yOffset, ldy, fromColumn, toColumn, workspace);
    }
  }
}
