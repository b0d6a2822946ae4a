package dev.lamina.execution;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.Arrays;

/** Kernels that do what a test wants before they write their part of the result. */
final class WaitingKernels implements Backend {

  static final float RESULT = 7;

  private final Runnable before;

  WaitingKernels(Runnable before) {
    this.before = before;
  }

  @Override
  public String name() {
    return "waiting";
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    return new Kernel();
  }

  private final class Kernel implements DenseKernel {
    @Override
    public WorkspaceSize workspace(int maxRows) {
      return WorkspaceSize.NONE;
    }

    @Override
    public int columnBlock() {
      return 4;
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
      before.run();
      for (int row = 0; row < rows; row++) {
        int offset = yOffset + row * ldy;
        Arrays.fill(y, offset + fromColumn, offset + toColumn, RESULT);
      }
    }
  }
}
