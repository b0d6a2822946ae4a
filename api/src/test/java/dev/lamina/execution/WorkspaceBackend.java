package dev.lamina.execution;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.ScalarActivation;
import dev.lamina.spi.WorkspaceSize;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * Computes A = g(X·W + b) by way of the workspace, so that two threads that had the same one would spoil
 * each other's results, and refuses calls that a kernel need not understand.
 */
final class WorkspaceBackend implements Backend {

  private final int tileRows;
  private final ToIntFunction<LayerSpec> columnBlock;

  WorkspaceBackend(int tileRows, ToIntFunction<LayerSpec> columnBlock) {
    this.tileRows = tileRows;
    this.columnBlock = columnBlock;
  }

  @Override
  public String name() {
    return "workspace";
  }

  @Override
  public int tileRows(NetworkSpec network) {
    return tileRows;
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    float[] weight = new float[layer.in() * layer.out()];
    parameters.weight().read(0, weight, 0, weight.length);
    float[] bias = new float[layer.out()];
    parameters.bias().ifPresent(tensor -> tensor.read(0, bias, 0, bias.length));
    return new Kernel(layer, weight, bias, columnBlock.applyAsInt(layer));
  }

  private static final class Kernel implements DenseKernel {
    private final LayerSpec layer;
    private final float[] weight;
    private final float[] bias;
    private final int columnBlock;
    private final DoubleUnaryOperator activation;

    Kernel(LayerSpec layer, float[] weight, float[] bias, int columnBlock) {
      this.layer = layer;
      this.weight = weight;
      this.bias = bias;
      this.columnBlock = columnBlock;
      this.activation = ScalarActivation.of(layer.activation(), Double.NaN);
    }

    @Override
    public int columnBlock() {
      return columnBlock;
    }

    @Override
    public WorkspaceSize workspace(int maxRows) {
      return new WorkspaceSize(layer.out(), maxRows, 1);
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
      check(fromColumn, toColumn);
      if (workspace.rows().length < rows) {
        throw new AssertionError("the workspace is too small for " + rows + " rows");
      }
      float[] z = workspace.floats();
      for (int row = 0; row < rows; row++) {
        Arrays.fill(z, Float.NaN);
        System.arraycopy(bias, fromColumn, z, fromColumn, toColumn - fromColumn);
        for (int k = 0; k < layer.in(); k++) {
          float value = x[xOffset + row * ldx + k];
          for (int column = fromColumn; column < toColumn; column++) {
            z[column] += value * weight[k * layer.out() + column];
          }
        }
        for (int column = fromColumn; column < toColumn; column++) {
          z[column] = (float) activation.applyAsDouble(z[column]);
        }
        System.arraycopy(z, fromColumn, y, yOffset + row * ldy + fromColumn, toColumn - fromColumn);
      }
    }

    private void check(int fromColumn, int toColumn) {
      boolean whole = fromColumn == 0 && toColumn == layer.out();
      boolean blocks = columnBlock > 0
          && fromColumn % columnBlock == 0
          && (toColumn % columnBlock == 0 || toColumn == layer.out())
          && fromColumn < toColumn;
      if (!whole && !blocks) {
        throw new AssertionError("columns " + fromColumn + " to " + toColumn + " of " + layer);
      }
    }
  }
}
