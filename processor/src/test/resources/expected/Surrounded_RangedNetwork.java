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
import dev.lamina.execution.Slot;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link Surrounded.Ranged}.
 *
 * <pre>
 * Ranged: X (N x 3) -> (N x 2), 8 parameters
 * layer   input  W        b        activation  A        parameters
 * layer1  x      (3 x 2)  (1 x 2)  identity    (N x 2)           8
 * input scaling: x*scale + min, input.min and input.scale (3) of the file
 * output scaling: (y - min) / scale, constants
 * </pre>
 *
 * Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
final class Surrounded_RangedNetwork implements Surrounded.Ranged, Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 3;

  /**
   * The number of units of layer1.
   */
  private static final int L1 = 2;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", L0, L1, Activation.IDENTITY);

  /**
   * How the columns of X are scaled.
   */
  private static final ScalingSpec INPUT_SCALING = ScalingSpec.stored(Scaling.MIN_MAX);

  /**
   * How the columns of the result are scaled back.
   */
  private static final ScalingSpec OUTPUT_SCALING = ScalingSpec.of(Scaling.MIN_MAX,
      new double[] {0.5}, new double[] {2.0, 3.0});

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = NetworkSpec.chain("Ranged", LAYER_1)
  .withInputScaling(INPUT_SCALING)
  .withOutputScaling(OUTPUT_SCALING);

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 0;

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
  Surrounded_RangedNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    execution = preparation.execution(SCRATCH_COLUMNS, this::layers);
  }

  private void layers(Pass p) {
    // A1 = unscale(scale(X)*W1 + b1) : (N x 3)*(3 x 2) + (1 x 2) -> (N x 2)
    p.dense(LAYER_1, kernel1, X, A1);
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
