package dev.lamina.runtime;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/** Fills every result with one number, so that a test sees who computed it. */
record TestBackend(String name, float answer) implements Backend {

  TestBackend(String name) {
    this(name, 0);
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    // Reads everything, as a backend does.
    parameters.tensors().values().forEach(tensor -> {
      int count = (int) tensor.shape().elementCount();
      tensor.read(0, new float[count], 0, count);
    });
    return new Kernel(answer);
  }

  private record Kernel(float answer) implements DenseKernel {

    @Override
    public WorkspaceSize workspace(int maxRows) {
      return WorkspaceSize.NONE;
    }

    @Override
    public int columnBlock() {
      return 1;
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
      for (int row = 0; row < rows; row++) {
        for (int column = fromColumn; column < toColumn; column++) {
          y[yOffset + row * ldy + column] = answer;
        }
      }
    }
  }
}
