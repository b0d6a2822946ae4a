package acme;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.ResidualKernel;
import dev.lamina.execution.Slot;
import dev.lamina.execution.StepKernel;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link PreNorm}.
 *
 * <pre>
 * PreNorm: X (N x 6) -> (N x 2), 474 parameters
 * layer   reads        W         b         equation                        A         parameters
 * stem    x            (6 x 8)   (1 x 8)   batch_norm(X)W + b              (N x 8)           68
 * wide    stem         (8 x 16)  (1 x 16)  gelu(layer_norm(X)W + b)        (N x 16)         160
 * block   wide + stem  (16 x 8)  (1 x 8)   XW + b + R                      (N x 8)          136
 * layer4  block, x     (14 x 4)  (1 x 4)   relu(layer_norm(X)W + b)        (N x 4)           88
 * layer5  layer4       (4 x 2)   (1 x 2)   batch_norm(layer_norm(X)W + b)  (N x 2)           22
 * scratch: (N x 40), copies: 1
 * </pre>
 *
 * Each layer multiplies what it reads, side by side, by its W; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
final class PreNormNetwork implements PreNorm, Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 6;

  /**
   * The number of units of stem.
   */
  private static final int L1 = 8;

  /**
   * The number of units of wide.
   */
  private static final int L2 = 16;

  /**
   * The number of units of block.
   */
  private static final int L3 = 8;

  /**
   * The number of units of layer4.
   */
  private static final int L4 = 4;

  /**
   * The number of units of layer5.
   */
  private static final int L5 = 2;

  private static final LayerSpec LAYER_1 = LayerSpec.of("stem", "x", L0, L1, Activation.IDENTITY)
      .withInputNormalization(NormalizationSpec.of(Normalization.BATCH));

  private static final LayerSpec LAYER_2 = LayerSpec.of("wide", "stem", L1, L2, Activation.GELU)
      .withInputNormalization(NormalizationSpec.of(Normalization.LAYER));

  private static final LayerSpec LAYER_3 = LayerSpec.of("block", "wide", L2, L3,
      Activation.IDENTITY).withResidual("stem");

  private static final LayerSpec LAYER_4 = LayerSpec.of("layer4", List.of("block", "x"), L3 + L0,
      L4, ActivationSpec.of(Activation.RELU))
      .withInputNormalization(NormalizationSpec.of(Normalization.LAYER).withEpsilon(1.0E-6));

  private static final LayerSpec LAYER_5 = LayerSpec.of("layer5", "layer4", L4, L5,
      Activation.IDENTITY)
      .withNormalization(NormalizationSpec.of(Normalization.BATCH))
      .withInputNormalization(NormalizationSpec.of(Normalization.LAYER));

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = new NetworkSpec(
      "PreNorm",
      List.of(PortSpec.of("x", 0, L0)),
      List.of(LAYER_1, LAYER_2, LAYER_3, LAYER_4, LAYER_5),
      List.of(PortSpec.of("layer5", 0, L5)));

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.scratch(32);

  private static final Slot A2 = Slot.scratch(0);

  private static final Slot N2 = Slot.scratch(16);

  private static final Slot A3 = Slot.scratch(16);

  private static final Slot A4 = Slot.scratch(0);

  private static final Slot C4 = Slot.scratch(16);

  private static final Slot C4_8 = Slot.scratch(24);

  private static final Slot A5 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 40;

  private final DenseKernel kernel1;

  private final StepKernel norm2;

  private final DenseKernel kernel2;

  private final ResidualKernel kernel3;

  private final StepKernel norm4;

  private final DenseKernel kernel4;

  private final StepKernel norm5;

  private final DenseKernel kernel5;

  private final Execution execution;

  /**
   * Builds the network.
   *
   * @param parameters what it learned, of the shapes of {@link #SPEC}
   * @param backend who computes its layers
   * @param options how it runs
   * @throws dev.lamina.LaminaException if the parameters do not fit the shapes
   */
  PreNormNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    norm2 = preparation.inputNormalization(LAYER_2);
    kernel2 = preparation.dense(LAYER_2);
    kernel3 = preparation.residual(LAYER_3);
    norm4 = preparation.inputNormalization(LAYER_4);
    kernel4 = preparation.dense(LAYER_4);
    norm5 = preparation.inputNormalization(LAYER_5);
    kernel5 = preparation.dense(LAYER_5);
    execution = preparation.execution(SCRATCH_COLUMNS, 4, this::layers);
  }

  private void layers(Pass p) {
    // A1 = batch_norm(X)*W1 + b1 : (N x 6)*(6 x 8) + (1 x 8) -> (N x 8)
    p.dense(LAYER_1, kernel1, X, A1);
    // A2 = gelu(layer_norm(A1)*W2 + b2) : (N x 8)*(8 x 16) + (1 x 16) -> (N x 16)
    // N2 = layer_norm(A1)
    p.step(norm2, A1, N2);
    p.dense(LAYER_2, kernel2, N2, A2);
    // A3 = A2*W3 + b3 + A1 : (N x 16)*(16 x 8) + (1 x 8) + (N x 8) -> (N x 8)
    p.residual(LAYER_3, kernel3, A2, A1, A3);
    // A4 = relu(layer_norm([A3, X])*W4 + b4) : (N x 14)*(14 x 4) + (1 x 4) -> (N x 4)
    // C4 = [A3, X], of which X is copied
    // layer_norm([A3, X]), where it lies
    p.copy(X, L0, C4_8);
    p.step(norm4, C4, C4);
    p.dense(LAYER_4, kernel4, C4, A4);
    // A5 = batch_norm(layer_norm(A4)*W5 + b5) : (N x 4)*(4 x 2) + (1 x 2) -> (N x 2)
    // layer_norm(A4), where it lies
    p.step(norm5, A4, A4);
    p.dense(LAYER_5, kernel5, A4, A5);
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
