package dev.lamina.backends.blas;

import dev.lamina.NetworkSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.List;

/**
 * Runs the layers of a chain one by one, with matrices between them whose rows lie side by side: then an
 * activation goes through all of a matrix at once.
 */
final class ChainKernel implements NetworkKernel {

  private static final int LINE_FLOATS = 16;

  private final DenseKernel[] kernels;

  /** The widths of all matrices, X and the result among them. */
  private final int[] widths;

  private final int widest;

  ChainKernel(NetworkSpec network, List<DenseKernel> kernels) {
    this.kernels = kernels.toArray(DenseKernel[]::new);
    widths = new int[kernels.size() + 1];
    widths[0] = network.inputSize();
    int most = 0;
    for (int i = 0; i < kernels.size(); i++) {
      widths[i + 1] = network.layers().get(i).out();
      if (i < kernels.size() - 1) {
        most = Math.max(most, widths[i + 1]);
      }
    }
    widest = most;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    WorkspaceSize size = WorkspaceSize.NONE;
    for (DenseKernel kernel : kernels) {
      size = size.max(kernel.workspace(maxRows));
    }
    // The kernels' floats lie in front.
    int floats = Math.addExact(size.floats(), Math.multiplyExact(2, matrix(maxRows)));
    return new WorkspaceSize(floats, size.rowArrays(), size.rowLength());
  }

  /** The size of a matrix between two layers, in whole cache lines. */
  private int matrix(int rows) {
    return (Math.multiplyExact(rows, widest) + LINE_FLOATS - 1) / LINE_FLOATS * LINE_FLOATS;
  }

  @Override
  public void apply(int rows, float[] x, int xOffset, float[] y, int yOffset, Workspace workspace) {
    float[] floats = workspace.floats();
    int size = matrix(rows);
    int to = floats.length - size;
    int next = to - size;
    float[] source = x;
    int from = xOffset;
    int last = kernels.length - 1;
    for (int i = 0; i <= last; i++) {
      float[] target = i == last ? y : floats;
      int offset = i == last ? yOffset : to;
      int in = widths[i];
      int out = widths[i + 1];
      kernels[i].apply(rows, source, from, in, target, offset, out, 0, out, workspace);
      source = floats;
      from = to;
      int free = next;
      next = to;
      to = free;
    }
  }
}
