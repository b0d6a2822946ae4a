package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.NetworkKernel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A chain of layers that a backend has put together, and the layers by themselves. Every call is
 * checked: it must leave x, and what surrounds the result in y, as they were. What surrounds X is NaN.
 */
final class FusedChain {

  private final TestNetwork network;
  private final List<DenseKernel> layers;
  private final NetworkKernel kernel;

  private FusedChain(TestNetwork network, List<DenseKernel> layers, NetworkKernel kernel) {
    this.network = network;
    this.layers = layers;
    this.kernel = kernel;
  }

  /** Prepares and fuses; the test is skipped if the backend does not fuse the network. */
  static FusedChain of(TestNetwork network, Backend backend) {
    List<DenseKernel> layers = network.prepare(backend);
    return new FusedChain(network, layers, fuse(network, backend, layers));
  }

  /** Fuses the same kernels again. */
  FusedChain again(Backend backend) {
    return new FusedChain(network, layers, fuse(network, backend, layers));
  }

  private static NetworkKernel fuse(
      TestNetwork network, Backend backend, List<DenseKernel> layers) {
    Optional<NetworkKernel> fused = backend.fuse(network.spec(), layers);
    assertNotNull(fused, () -> network + ": Backend.fuse returned null");
    assumeTrue(fused.isPresent(), () -> "the backend does not fuse " + network);
    return fused.get();
  }

  TestNetwork network() {
    return network;
  }

  NetworkKernel kernel() {
    return kernel;
  }

  /** What the layers compute one after the other. */
  float[] layerByLayer(int rows, float[] x) {
    float[] a = x;
    List<LayerSpec> specs = network.spec().layers();
    for (int i = 0; i < specs.size(); i++) {
      int in = specs.get(i).in();
      int out = specs.get(i).out();
      float[] next = new float[rows * out];
      Workspace workspace = layers.get(i).workspace(rows).allocate();
      layers.get(i).apply(rows, a, 0, in, next, 0, out, 0, out, workspace);
      a = next;
    }
    return a;
  }

  /** Calls the fused kernel with arrays and a workspace that are as small as it may expect. */
  float[] apply(int rows, float[] x) {
    return apply(rows, x, Placement.TIGHT, kernel.workspace(rows).allocate());
  }

  /** Calls the fused kernel; rows have no gaps, whatever the placement says. */
  float[] apply(int rows, float[] examples, Placement placement, Workspace workspace) {
    int in = rows * network.inputSize();
    int out = rows * network.outputSize();
    float[] x = new float[placement.xOffset() + in + placement.xTail()];
    Arrays.fill(x, Float.NaN);
    System.arraycopy(examples, 0, x, placement.xOffset(), in);
    float[] xBefore = x.clone();
    float[] y = new float[placement.yOffset() + out + placement.yTail()];
    Arrays.fill(y, -12_345);
    String call = String.format(
        Locale.ROOT,
        "%s, fused, N = %d, xOffset = %d, yOffset = %d",
        network,
        rows,
        placement.xOffset(),
        placement.yOffset());
    try {
      kernel.apply(rows, x, placement.xOffset(), y, placement.yOffset(), workspace);
    } catch (RuntimeException e) {
      fail(call + ": the kernel threw " + e, e);
    }
    Check.sameBits(call + ", x as one row", "before the call", x.length, xBefore, x);
    float[] result = Arrays.copyOfRange(y, placement.yOffset(), placement.yOffset() + out);
    Arrays.fill(y, placement.yOffset(), placement.yOffset() + out, -12_345);
    float[] yBefore = new float[y.length];
    Arrays.fill(yBefore, -12_345);
    Check.sameBits(
        call + ", what surrounds the result as one row", "before the call", y.length, yBefore, y);
    return result;
  }
}
