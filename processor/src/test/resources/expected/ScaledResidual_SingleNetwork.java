package acme;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.ResidualKernel;
import dev.lamina.execution.Slot;
import dev.lamina.execution.StepKernel;
import dev.lamina.spi.Backend;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link ScaledResidual.Single}.
 *
 * <pre>
 * Single: X (N x 3) -> (N x 3), 12 parameters
 * layer   reads  W        b        equation          A        parameters
 * layer1  x + x  (3 x 3)  (1 x 3)  relu(XW + b + R)  (N x 3)          12
 * input scaling: (x - mean) / scale, input.mean and input.scale (3) of the file
 * scratch: (N x 3)
 * </pre>
 *
 * Each layer multiplies what it reads, side by side, by its W; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
final class ScaledResidual_SingleNetwork implements ScaledResidual.Single, Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 3;

  /**
   * The number of units of layer1.
   */
  private static final int L1 = 3;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", L0, L1,
      Activation.RELU).withResidual("x");

  /**
   * How the columns of X are scaled.
   */
  private static final ScalingSpec INPUT_SCALING = ScalingSpec.stored(Scaling.STANDARD);

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = NetworkSpec.chain("Single", LAYER_1)
  .withInputScaling(INPUT_SCALING);

  private static final Slot X = Slot.input(0);

  private static final Slot S = Slot.scratch(0);

  private static final Slot A1 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 3;

  private final StepKernel scaling;

  private final ResidualKernel kernel1;

  private final Execution execution;

  /**
   * Builds the network.
   *
   * @param parameters what it learned, of the shapes of {@link #SPEC}
   * @param backend who computes its layers
   * @param options how it runs
   * @throws dev.lamina.LaminaException if the parameters do not fit the shapes
   */
  ScaledResidual_SingleNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    scaling = preparation.inputScaling("x");
    kernel1 = preparation.residual(LAYER_1);
    execution = preparation.execution(SCRATCH_COLUMNS, 1, this::layers);
  }

  private void layers(Pass p) {
    // A1 = relu(scale(X)*W1 + b1 + scale(X)) : (N x 3)*(3 x 3) + (1 x 3) + (N x 3) -> (N x 3)
    // S = scale(X)
    p.step(scaling, X, S);
    p.residual(LAYER_1, kernel1, X, S, A1);
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
