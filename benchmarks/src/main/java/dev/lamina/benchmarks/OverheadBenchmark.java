package dev.lamina.benchmarks;

import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Workspace;
import dev.lamina.runtime.Backends;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call takes around its kernels: a network of one 1 × 1 layer whose kernel does next to
 * nothing. The overhead is the difference to {@link #kernel()}.
 *
 * <pre>{@code
 * java -cp 'benchmarks/target/benchmarks.jar:benchmarks/target/lib/*' org.openjdk.jmh.Main OverheadBenchmark
 * }</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class OverheadBenchmark {

  private static final int CALLS_OF_OTHERS = 20_000;

  /**
   * Whether the program has other networks too: then HotSpot can foresee neither the class of the
   * layers nor that of a kernel.
   */
  @Param({"false", "true"})
  public boolean otherNetworks;

  private DenseKernel kernel;
  private Workspace none;
  private Network network;
  private Workspace workspace;
  private float[] x;
  private float[] y;

  /** For JMH. */
  public OverheadBenchmark() {}

  /** Builds the network, and has the garbage collector move it to where long-lived objects are. */
  @Setup(Level.Trial)
  public void build() {
    kernel = new CopyKernel();
    none = WorkspaceSize.NONE.allocate();
    network = new SingleNetwork(
        Parameters.random(SingleNetwork.SPEC, 1), new CopyBackend(), Options.defaults());
    workspace = network.newWorkspace();
    network.forward(new float[1], new float[1]);
    if (otherNetworks) {
      callOtherNetworks();
    }
    System.gc();
    // A caller's arrays are young.
    x = new float[1];
    y = new float[1];
  }

  private static void callOtherNetworks() {
    for (Model model : new Model[] {Model.TINY, Model.SMALL, Model.MNIST}) {
      Network other = model.build(
          Parameters.random(model.spec(), 1), Backends.named("java"), Options.defaults());
      float[] x = new float[other.inputSize()];
      float[] y = new float[other.outputSize()];
      for (int i = 0; i < CALLS_OF_OTHERS; i++) {
        other.forward(x, y);
      }
    }
  }

  /** The kernel alone. */
  @Benchmark
  public float[] kernel() {
    kernel.apply(1, x, 0, 1, y, 0, 1, 0, 1, none);
    return y;
  }

  /** A call for one example. */
  @Benchmark
  public float[] example() {
    network.forward(x, y);
    return y;
  }

  /** A call for a minibatch of one row. */
  @Benchmark
  public float[] minibatch() {
    network.forward(x, 1, y);
    return y;
  }

  /** A call with the caller's own scratch memory. */
  @Benchmark
  public float[] ownWorkspace() {
    network.forward(x, 0, 1, y, 0, workspace);
    return y;
  }

  private static final class CopyBackend implements Backend {
    @Override
    public String name() {
      return "copy";
    }

    @Override
    public DenseKernel prepare(LayerSpec layer, LayerParameters parameters) {
      return new CopyKernel();
    }
  }

  private static final class CopyKernel implements DenseKernel {
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
      y[yOffset] = x[xOffset];
    }
  }
}
