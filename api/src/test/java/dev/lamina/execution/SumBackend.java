package dev.lamina.execution;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Computes Z = X·W + b in the simplest way, and remembers how many rows each tile had. */
final class SumBackend implements Backend {

  private final int tileRows;
  final List<Integer> tiles = Collections.synchronizedList(new ArrayList<>());

  SumBackend(int tileRows) {
    this.tileRows = tileRows;
  }

  @Override
  public String name() {
    return "sum";
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
    return new SumKernel(layer, weight, bias);
  }

  private final class SumKernel implements DenseKernel {
    private final LayerSpec layer;
    private final float[] weight;
    private final float[] bias;

    SumKernel(LayerSpec layer, float[] weight, float[] bias) {
      this.layer = layer;
      this.weight = weight;
      this.bias = bias;
    }

    @Override
    public WorkspaceSize workspace(int maxRows) {
      return new WorkspaceSize(maxRows * layer.out(), maxRows, layer.out());
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
      tiles.add(rows);
      if (workspace.floats().length < rows * layer.out() || workspace.rows().length < rows) {
        throw new AssertionError("the workspace is too small for " + rows + " rows");
      }
      for (int row = 0; row < rows; row++) {
        for (int column = fromColumn; column < toColumn; column++) {
          float sum = bias[column];
          for (int k = 0; k < layer.in(); k++) {
            sum += x[xOffset + row * ldx + k] * weight[k * layer.out() + column];
          }
          y[yOffset + row * ldy + column] = sum;
        }
      }
    }
  }
}
