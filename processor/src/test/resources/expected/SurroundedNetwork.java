package acme;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
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
 * The forward pass of {@link Surrounded}.
 *
 * <pre>
 * Surrounded: X (N x 4) -> (N x 2), 204 parameters
 * layer   input   W        b        equation                   A        parameters
 * layer1  x       (4 x 8)  none     relu(batch_norm(XW))       (N x 8)          48
 * layer2  layer1  (8 x 7)  (1 x 7)  batch_norm(prelu(XW + b))  (N x 7)          78
 * layer3  layer2  (7 x 6)  (1 x 6)  tanh(layer_norm(XW + b))   (N x 6)          60
 * layer4  layer3  (6 x 2)  (1 x 2)  batch_norm(XW + b)         (N x 2)          18
 * input scaling: (x - mean) / scale, constants
 * output scaling: y*scale + mean, output.mean and output.scale (2) of the file
 * scratch: (N x 23)
 * </pre>
 *
 * Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
final class SurroundedNetwork implements Surrounded, Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 4;

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
  private static final int L4 = 2;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", L0, L1,
      Activation.RELU).withoutBias()
      .withNormalization(NormalizationSpec.of(Normalization.BATCH));

  private static final LayerSpec LAYER_2 = LayerSpec.of("layer2", "layer1", L1, L2,
      Activation.PRELU)
      .withNormalization(NormalizationSpec.of(Normalization.BATCH).withEpsilon(0.001).afterTheActivation());

  private static final LayerSpec LAYER_3 = LayerSpec.of("layer3", "layer2", L2, L3, Activation.TANH)
      .withNormalization(NormalizationSpec.of(Normalization.LAYER));

  private static final LayerSpec LAYER_4 = LayerSpec.of("layer4", "layer3", L3, L4,
      Activation.IDENTITY)
      .withNormalization(NormalizationSpec.of(Normalization.BATCH));

  /**
   * How the columns of X are scaled.
   */
  private static final ScalingSpec INPUT_SCALING = ScalingSpec.of(Scaling.STANDARD,
      new double[] {1.0, 2.5, -3.0E-7, 4.0}, new double[] {10.0});

  /**
   * How the columns of the result are scaled back.
   */
  private static final ScalingSpec OUTPUT_SCALING = ScalingSpec.stored(Scaling.STANDARD);

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = NetworkSpec.chain("Surrounded", LAYER_1, LAYER_2, LAYER_3,
      LAYER_4)
  .withInputScaling(INPUT_SCALING)
  .withOutputScaling(OUTPUT_SCALING);

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.scratch(0);

  private static final Slot A2 = Slot.scratch(16);

  private static final Slot A3 = Slot.scratch(0);

  private static final Slot A4 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 23;

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
  SurroundedNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.dense(LAYER_2);
    kernel3 = preparation.dense(LAYER_3);
    kernel4 = preparation.dense(LAYER_4);
    execution = preparation.execution(SCRATCH_COLUMNS, this::layers);
  }

  private void layers(Pass p) {
    // A1 = relu(batch_norm(scale(X)*W1)) : (N x 4)*(4 x 8) -> (N x 8)
    p.dense(LAYER_1, kernel1, X, A1);
    // A2 = batch_norm(prelu(A1*W2 + b2, s2)) : (N x 8)*(8 x 7) + (1 x 7) -> (N x 7)
    p.dense(LAYER_2, kernel2, A1, A2);
    // A3 = tanh(layer_norm(A2*W3 + b3)) : (N x 7)*(7 x 6) + (1 x 6) -> (N x 6)
    p.dense(LAYER_3, kernel3, A2, A3);
    // A4 = unscale(batch_norm(A3*W4 + b4)) : (N x 6)*(6 x 2) + (1 x 2) -> (N x 2)
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

  @Override
  public String toString() {
    return execution.toString();
  }
}
