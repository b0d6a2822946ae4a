package acme;

import dev.lamina.Activation;
import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.Slot;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link Hiding}.
 *
 * <pre>
 * Hiding: X (N x 2) -> (N x 2), 6 parameters
 * layer   input  W        b        activation  A        parameters
 * layer1  x      (2 x 2)  (1 x 2)  identity    (N x 2)           6
 * inputs: a, b
 * outputs: NO, YES
 * </pre>
 *
 * Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
public final class HidingNetwork implements Hiding, Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 2;

  /**
   * The number of units of layer1.
   */
  private static final int L1 = 2;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", L0, L1, Activation.IDENTITY);

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = NetworkSpec.chain("Hiding", LAYER_1)
  .withFeatures(ColumnSpec.of("a"), ColumnSpec.of("b"))
  .withClasses(ColumnSpec.of("NO"), ColumnSpec.of("YES"));

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 0;

  private static final Hiding.Results[] RESULTS = Hiding.Results.values();

  private final DenseKernel kernel1;

  private final Execution execution;

  /**
   * Builds the network.
   *
   * @param parameters what it learned, of the shapes of {@link #SPEC}
   * @param backend who computes its layers
   * @param options how it runs
   * @throws dev.lamina.LaminaException if the parameters do not fit the shapes
   */
  public HidingNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    execution = preparation.execution(SCRATCH_COLUMNS, this::layers);
  }

  private void layers(dev.lamina.execution.Pass p) {
    // A1 = X*W1 + b1 : (N x 2)*(2 x 2) + (1 x 2) -> (N x 2)
    p.dense(LAYER_1, kernel1, X, A1);
  }

  @Override
  public Hiding.Results classify(Hiding.Features execution) {
    dev.lamina.execution.Pass p = this.execution.claim();
    try {
      readFeatures(dev.lamina.execution.Features.notNull(execution, "execution"), p.input(), 0);
      this.execution.run(p);
      return RESULTS[dev.lamina.execution.Results.argmax(p.output(), 0, L1)];
    } finally {
      this.execution.release(p);
    }
  }

  @Override
  public List<Hiding.Pass> all(List<Hiding.Features> slot) {
    int rows = dev.lamina.execution.Features.notNull(slot, "slot").size();
    Hiding.Pass[] results = new Hiding.Pass[rows];
    execution.runAll(
        slot, HidingNetwork::readFeatures, results,
        (y, offset, into, row) -> into[row] = toPass(y, offset));
    return Arrays.asList(results);
  }

  private static void readFeatures(Hiding.Features example, float[] x, int offset) {
    x[offset] = example.a();
    x[offset + 1] = example.b();
  }

  private static Hiding.Pass toPass(float[] y, int offset) {
    int best = dev.lamina.execution.Results.argmax(y, offset, L1);
    return new Hiding.Pass(RESULTS[best], y[offset + best]);
  }

  @Override
  public void forward(float[] x, float[] y) {
    execution.forward(x, y);
  }

  @Override
  public float[] forward(float[] x) {
    return execution.forward(x);
  }

  @Override
  public void forward(float[] x, int rows, float[] y) {
    execution.forward(x, rows, y);
  }

  @Override
  public void forward(float[] x, int xOffset, int rows, float[] y, int yOffset,
      Workspace workspace) {
    execution.forward(x, xOffset, rows, y, yOffset, workspace);
  }

  @Override
  public Workspace newWorkspace() {
    return execution.newWorkspace();
  }

  @Override
  public NetworkSpec spec() {
    return SPEC;
  }

  @Override
  public String toString() {
    return execution.toString();
  }
}
