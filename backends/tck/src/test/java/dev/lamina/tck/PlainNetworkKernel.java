package dev.lamina.tck;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.List;

/**
 * Runs layers one after the other between two buffers: right, and no faster than without it. {@link
 * FusionFault} overrides one step or another to make it wrong.
 */
class PlainNetworkKernel implements NetworkKernel {

  /** The first row array is the layers' own. */
  private static final int FIRST_BUFFER = 1;

  final List<LayerSpec> layers;
  final int in;
  final int out;

  /** The buffers' leading dimension; nobody writes the last column. */
  final int stride;

  private final List<DenseKernel> kernels;

  PlainNetworkKernel(NetworkSpec network, List<DenseKernel> kernels) {
    this.layers = network.layers();
    this.kernels = kernels;
    this.in = network.inputSize();
    this.out = network.outputSize();
    this.stride = layers.stream().mapToInt(LayerSpec::out).max().orElseThrow() + 1;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return kernels.stream()
        .map(kernel -> kernel.workspace(maxRows))
        .reduce(new WorkspaceSize(0, FIRST_BUFFER + 2, maxRows * stride), WorkspaceSize::max);
  }

  @Override
  public void apply(int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
    int last = layers.size() - 1;
    for (int i = 0; i <= last; i++) {
      DenseKernel kernel = kernels.get(i);
      int width = layers.get(i).out();
      float[] from = i == 0 ? x : input(workspace, i);
      int offset = i == 0 ? xOffset : 0;
      int ldx = i == 0 ? in : stride;
      if (i == last) {
        kernel.apply(rows, from, offset, ldx, y, yOffset, width, 0, width, workspace);
      } else {
        float[] to = buffer(workspace, i);
        kernel.apply(rows, from, offset, ldx, to, 0, stride, 0, width, workspace);
        between(rows, width, to);
      }
    }
  }

  /** What layer i reads, counted from 0. */
  float[] input(Workspace workspace, int i) {
    return buffer(workspace, i - 1);
  }

  /** Where the result of layer i lies. */
  float[] buffer(Workspace workspace, int i) {
    return workspace.rows()[FIRST_BUFFER + i % 2];
  }

  /** What happens to the result of a layer before the next one. */
  void between(int rows, int columns, float[] a) {}
}
