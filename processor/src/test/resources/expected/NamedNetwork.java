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
 * The forward pass of {@link Named}.
 *
 * <pre>
 * Named: X (N x 8) -> (N x 2), 2,226 parameters
 * layer      input      W          b         activation  A         parameters
 * encoder.0  x          (8 x 24)   (1 x 24)  tanh        (N x 24)         216
 * layer2     encoder.0  (24 x 40)  (1 x 40)  sigmoid     (N x 40)       1,000
 * head       layer2     (40 x 24)  none      relu        (N x 24)         960
 * layer4     head       (24 x 2)   (1 x 2)   identity    (N x 2)           50
 * scratch: (N x 72)
 * </pre>
 *
 * Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
public final class NamedNetwork extends Named implements Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 8;

  /**
   * The number of units of encoder.0.
   */
  private static final int L1 = 24;

  /**
   * The number of units of layer2.
   */
  private static final int L2 = 40;

  /**
   * The number of units of head.
   */
  private static final int L3 = 24;

  /**
   * The number of units of layer4.
   */
  private static final int L4 = 2;

  private static final LayerSpec LAYER_1 = LayerSpec.of("encoder.0", "x", L0, L1, Activation.TANH);

  private static final LayerSpec LAYER_2 = LayerSpec.of("layer2", "encoder.0", L1, L2,
      Activation.SIGMOID);

  private static final LayerSpec LAYER_3 = LayerSpec.of("head", "layer2", L2, L3,
      Activation.RELU).withoutBias();

  private static final LayerSpec LAYER_4 = LayerSpec.of("layer4", "head", L3, L4,
      Activation.IDENTITY);

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = NetworkSpec.chain("Named", LAYER_1, LAYER_2, LAYER_3,
      LAYER_4);

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.scratch(48);

  private static final Slot A2 = Slot.scratch(0);

  private static final Slot A3 = Slot.scratch(48);

  private static final Slot A4 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 72;

  private final DenseKernel kernel1;

  private final DenseKernel kernel2;

  private final DenseKernel kernel3;

  private final DenseKernel kernel4;

  private final Execution execution;

  /**
   * Builds the network.
   *
   * @param parameters what it learned, of the shapes of {@link #SPEC}
   * @param backend who computes its layers
   * @param options how it runs
   * @throws dev.lamina.LaminaException if the parameters do not fit the shapes
   */
  public NamedNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.dense(LAYER_2);
    kernel3 = preparation.dense(LAYER_3);
    kernel4 = preparation.dense(LAYER_4);
    execution = preparation.execution(SCRATCH_COLUMNS, this::layers);
  }

  private void layers(Pass p) {
    // A1 = tanh(X*W1 + b1) : (N x 8)*(8 x 24) + (1 x 24) -> (N x 24)
    p.dense(LAYER_1, kernel1, X, A1);
    // A2 = sigmoid(A1*W2 + b2) : (N x 24)*(24 x 40) + (1 x 40) -> (N x 40)
    p.dense(LAYER_2, kernel2, A1, A2);
    // A3 = relu(A2*W3) : (N x 40)*(40 x 24) -> (N x 24)
    p.dense(LAYER_3, kernel3, A2, A3);
    // A4 = A3*W4 + b4 : (N x 24)*(24 x 2) + (1 x 2) -> (N x 2)
    p.dense(LAYER_4, kernel4, A3, A4);
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
}
