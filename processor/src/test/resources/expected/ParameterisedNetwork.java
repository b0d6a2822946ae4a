package acme;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
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
 * The forward pass of {@link Parameterised}.
 *
 * <pre>
 * Parameterised: X (N x 6) -> (N x 3), 282 parameters
 * layer   input   W        b        activation                       A        parameters
 * layer1  x       (6 x 8)  (1 x 8)  leaky_relu(0.2)                  (N x 8)          56
 * layer2  layer1  (8 x 7)  (1 x 7)  prelu                            (N x 7)          64
 * layer3  layer2  (7 x 6)  none     prelu(per unit)                  (N x 6)          48
 * layer4  layer3  (6 x 5)  (1 x 5)  softplus(beta=2, threshold=1e7)  (N x 5)          35
 * layer5  layer4  (5 x 4)  (1 x 4)  hard_tanh(min=2, max=3.5)        (N x 4)          24
 * layer6  layer5  (4 x 4)  (1 x 4)  elu                              (N x 4)          20
 * layer7  layer6  (4 x 4)  (1 x 4)  gelu_tanh                        (N x 4)          20
 * layer8  layer7  (4 x 3)  (1 x 3)  log_softmax(0.5)                 (N x 3)          15
 * scratch: (N x 23)
 * </pre>
 *
 * Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
final class ParameterisedNetwork implements Parameterised, Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 6;

  /**
   * The number of units of layer1.
   */
  private static final int L1 = 8;

  /**
   * The number of units of layer2.
   */
  private static final int L2 = 7;

  /**
   * The number of units of layer3.
   */
  private static final int L3 = 6;

  /**
   * The number of units of layer4.
   */
  private static final int L4 = 5;

  /**
   * The number of units of layer5.
   */
  private static final int L5 = 4;

  /**
   * The number of units of layer6.
   */
  private static final int L6 = 4;

  /**
   * The number of units of layer7.
   */
  private static final int L7 = 4;

  /**
   * The number of units of layer8.
   */
  private static final int L8 = 3;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", L0, L1,
      ActivationSpec.of(Activation.LEAKY_RELU).with("alpha", 0.2));

  private static final LayerSpec LAYER_2 = LayerSpec.of("layer2", "layer1", L1, L2,
      Activation.PRELU);

  private static final LayerSpec LAYER_3 = LayerSpec.of("layer3", "layer2", L2, L3,
      ActivationSpec.of(Activation.PRELU).withSlopePerUnit()).withoutBias();

  private static final LayerSpec LAYER_4 = LayerSpec.of("layer4", "layer3", L3, L4,
      ActivationSpec.of(Activation.SOFTPLUS).with("beta", 2.0).with("threshold", 1.0E7));

  private static final LayerSpec LAYER_5 = LayerSpec.of("layer5", "layer4", L4, L5,
      ActivationSpec.of(Activation.HARD_TANH).between(2.0, 3.5));

  private static final LayerSpec LAYER_6 = LayerSpec.of("layer6", "layer5", L5, L6, Activation.ELU);

  private static final LayerSpec LAYER_7 = LayerSpec.of("layer7", "layer6", L6, L7,
      Activation.GELU_TANH);

  private static final LayerSpec LAYER_8 = LayerSpec.of("layer8", "layer7", L7, L8,
      ActivationSpec.of(Activation.LOG_SOFTMAX).with("temperature", 0.5));

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = NetworkSpec.chain("Parameterised", LAYER_1, LAYER_2,
      LAYER_3, LAYER_4, LAYER_5, LAYER_6, LAYER_7, LAYER_8);

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.scratch(0);

  private static final Slot A2 = Slot.scratch(16);

  private static final Slot A3 = Slot.scratch(0);

  private static final Slot A4 = Slot.scratch(16);

  private static final Slot A5 = Slot.scratch(0);

  private static final Slot A6 = Slot.scratch(16);

  private static final Slot A7 = Slot.scratch(0);

  private static final Slot A8 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 23;

  private final DenseKernel kernel1;

  private final DenseKernel kernel2;

  private final DenseKernel kernel3;

  private final DenseKernel kernel4;

  private final DenseKernel kernel5;

  private final DenseKernel kernel6;

  private final DenseKernel kernel7;

  private final DenseKernel kernel8;

  private final Execution execution;

  /**
   * Builds the network.
   *
   * @param parameters what it learned, of the shapes of {@link #SPEC}
   * @param backend who computes its layers
   * @param options how it runs
   * @throws dev.lamina.LaminaException if the parameters do not fit the shapes
   */
  ParameterisedNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.dense(LAYER_2);
    kernel3 = preparation.dense(LAYER_3);
    kernel4 = preparation.dense(LAYER_4);
    kernel5 = preparation.dense(LAYER_5);
    kernel6 = preparation.dense(LAYER_6);
    kernel7 = preparation.dense(LAYER_7);
    kernel8 = preparation.dense(LAYER_8);
    execution = preparation.execution(SCRATCH_COLUMNS, this::layers);
  }

  private void layers(Pass p) {
    // A1 = leaky_relu(X*W1 + b1, alpha=0.2) : (N x 6)*(6 x 8) + (1 x 8) -> (N x 8)
    p.dense(LAYER_1, kernel1, X, A1);
    // A2 = prelu(A1*W2 + b2, s2) : (N x 8)*(8 x 7) + (1 x 7) -> (N x 7)
    p.dense(LAYER_2, kernel2, A1, A2);
    // A3 = prelu(A2*W3, s3) : (N x 7)*(7 x 6) -> (N x 6)
    p.dense(LAYER_3, kernel3, A2, A3);
    // A4 = softplus(A3*W4 + b4, beta=2, threshold=1e7) : (N x 6)*(6 x 5) + (1 x 5) -> (N x 5)
    p.dense(LAYER_4, kernel4, A3, A4);
    // A5 = hard_tanh(A4*W5 + b5, min=2, max=3.5) : (N x 5)*(5 x 4) + (1 x 4) -> (N x 4)
    p.dense(LAYER_5, kernel5, A4, A5);
    // A6 = elu(A5*W6 + b6) : (N x 4)*(4 x 4) + (1 x 4) -> (N x 4)
    p.dense(LAYER_6, kernel6, A5, A6);
    // A7 = gelu_tanh(A6*W7 + b7) : (N x 4)*(4 x 4) + (1 x 4) -> (N x 4)
    p.dense(LAYER_7, kernel7, A6, A7);
    // A8 = log_softmax(A7*W8 + b8, temperature=0.5) : (N x 4)*(4 x 3) + (1 x 3) -> (N x 3)
    p.dense(LAYER_8, kernel8, A7, A8);
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
