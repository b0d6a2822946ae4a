package acme;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.Slot;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link Outer.Inner}.
 *
 * <pre>
 * Inner: X (N x 4) -> (N x 1), 13 parameters
 * layer   input   W        b        activation  A        parameters
 * layer1  x       (4 x 2)  (1 x 2)  relu        (N x 2)          10
 * layer2  layer1  (2 x 1)  (1 x 1)  sigmoid     (N x 1)           3
 * scratch: (N x 2)
 * </pre>
 *
 * Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
public final class Outer_InnerNetwork extends Outer.Inner implements Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 4;

  /**
   * The number of units of layer1.
   */
  private static final int L1 = 2;

  /**
   * The number of units of layer2.
   */
  private static final int L2 = 1;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", L0, L1, Activation.RELU);

  private static final LayerSpec LAYER_2 = LayerSpec.of("layer2", "layer1", L1, L2,
      Activation.SIGMOID);

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = NetworkSpec.chain("Inner", LAYER_1, LAYER_2);

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.scratch(0);

  private static final Slot A2 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 2;

  private final DenseKernel kernel1;

  private final DenseKernel kernel2;

  private final Execution execution;

  /**
   * Builds the network.
   *
   * @param parameters what it learned, of the shapes of {@link #SPEC}
   * @param backend who computes its layers
   * @param options how it runs
   * @throws dev.lamina.LaminaException if the parameters do not fit the shapes
   */
  public Outer_InnerNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.dense(LAYER_2);
    execution = preparation.execution(SCRATCH_COLUMNS, this::layers);
  }

  private void layers(Pass p) {
    // A1 = relu(X*W1 + b1) : (N x 4)*(4 x 2) + (1 x 2) -> (N x 2)
    p.dense(LAYER_1, kernel1, X, A1);
    // A2 = sigmoid(A1*W2 + b2) : (N x 2)*(2 x 1) + (1 x 1) -> (N x 1)
    p.dense(LAYER_2, kernel2, A1, A2);
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
