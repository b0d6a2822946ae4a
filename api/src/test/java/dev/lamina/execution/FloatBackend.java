package dev.lamina.execution;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Computes A = g(X·W + b) in float for elementwise g, and notes what it was asked for. */
final class FloatBackend implements Backend {

  final List<LayerSpec> layers = new ArrayList<>();
  final List<LayerParameters> parameters = new ArrayList<>();
  final List<NetworkSpec> fused = new ArrayList<>();

  @Override
  public String name() {
    return "float";
  }

  @Override
  public Optional<NetworkKernel> fuse(NetworkSpec network, List<DenseKernel> kernels) {
    fused.add(network);
    return Optional.empty();
  }

  @Override
  public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
    layers.add(layer);
    this.parameters.add(parameters);
    float[] weight = new float[layer.in() * layer.out()];
    // In pieces, as a backend that packs them would.
    for (int from = 0; from < weight.length; from += 3) {
      parameters.weight().read(from, weight, from, Math.min(3, weight.length - from));
    }
    float[] bias = new float[layer.out()];
    parameters.bias().ifPresent(tensor -> tensor.read(0, bias, 0, bias.length));
    return new Kernel(layer, weight, bias);
  }

  private static final class Kernel implements DenseKernel {

    private final LayerSpec layer;
    private final float[] weight;
    private final float[] bias;

    Kernel(LayerSpec layer, float[] weight, float[] bias) {
      this.layer = layer;
      this.weight = weight;
      this.bias = bias;
    }

    @Override
    public int columnBlock() {
      return 2;
    }

    @Override
    public WorkspaceSize workspace(int maxRows) {
      return WorkspaceSize.NONE;
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
        for (int j = fromColumn; j < toColumn; j++) {
          float sum = bias[j];
          for (int i = 0; i < layer.in(); i++) {
            sum += x[xOffset + row * ldx + i] * weight[i * layer.out() + j];
          }
          y[yOffset + row * ldy + j] = (float) UnfoldedReference.activated(layer, sum);
        }
      }
    }
  }
}
