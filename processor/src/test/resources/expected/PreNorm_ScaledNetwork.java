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
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.Slot;
import dev.lamina.execution.StepKernel;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link PreNorm.Scaled}.
 *
 * <pre>
 * Scaled: X (N x 5) -> (N x 1), 39 parameters
 * layer   reads       W        b        equation                  A        parameters
 * layer1  user, item  (5 x 4)  (1 x 4)  relu(layer_norm(X)W + b)  (N x 4)          34
 * layer2  layer1      (4 x 1)  (1 x 1)  XW + b                    (N x 1)           5
 * input scaling: (x - mean) / scale, input.mean and input.scale (5) of the file
 * scratch: (N x 20)
 * </pre>
 *
 * Each layer multiplies what it reads, side by side, by its W; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
final class PreNorm_ScaledNetwork implements PreNorm.Scaled, Network {
  /**
   * The number of columns of input user.
   */
  private static final int I1 = 3;

  /**
   * The number of columns of input item.
   */
  private static final int I2 = 2;

  /**
   * The number of units of layer1.
   */
  private static final int L1 = 4;

  /**
   * The number of units of layer2.
   */
  private static final int L2 = 1;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", List.of("user", "item"), I1 + I2,
      L1, ActivationSpec.of(Activation.RELU))
      .withInputNormalization(NormalizationSpec.of(Normalization.LAYER));

  private static final LayerSpec LAYER_2 = LayerSpec.of("layer2", "layer1", L1, L2,
      Activation.IDENTITY);

  /**
   * How the columns of X are scaled.
   */
  private static final ScalingSpec INPUT_SCALING = ScalingSpec.stored(Scaling.STANDARD);

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = new NetworkSpec(
      "Scaled",
      List.of(PortSpec.of("user", 0, I1), PortSpec.of("item", I1, I2)),
      List.of(LAYER_1, LAYER_2),
      List.of(PortSpec.of("layer2", 0, L2)))
  .withInputScaling(INPUT_SCALING);

  private static final Slot A1 = Slot.scratch(16);

  private static final Slot C1 = Slot.input(0);

  private static final Slot N1 = Slot.scratch(0);

  private static final Slot A2 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 20;

  private final StepKernel norm1;

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
  PreNorm_ScaledNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    norm1 = preparation.inputNormalization(LAYER_1);
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.dense(LAYER_2);
    execution = preparation.execution(SCRATCH_COLUMNS, 1, this::layers);
  }

  private void layers(Pass p) {
    // A1 = relu(layer_norm([scale(X1), scale(X2)])*W1 + b1) : (N x 5)*(5 x 4) + (1 x 4) -> (N x 4)
    // C1 = [X1, X2], which lie side by side
    // N1 = layer_norm([scale(X1), scale(X2)])
    p.step(norm1, C1, N1);
    p.dense(LAYER_1, kernel1, N1, A1);
    // A2 = A1*W2 + b2 : (N x 4)*(4 x 1) + (1 x 1) -> (N x 1)
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
