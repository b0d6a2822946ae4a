package acme;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
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
import dev.lamina.spi.DenseKernel;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link ScaledResidual}.
 *
 * <pre>
 * ScaledResidual: X (N x 7) -> (N x 4), 120 parameters
 * layer   reads          W        b        equation          A        parameters
 * layer1  base, more     (7 x 8)  (1 x 8)  relu(XW + b)      (N x 8)          64
 * layer2  layer1 + base  (8 x 4)  (1 x 4)  relu(XW + b + R)  (N x 4)          36
 * layer3  layer2 + base  (4 x 4)  (1 x 4)  XW + b + R        (N x 4)          20
 * input scaling: (x - mean) / scale, input.mean and input.scale (7) of the file
 * scratch: (N x 36)
 * </pre>
 *
 * Each layer multiplies what it reads, side by side, by its W; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
final class ScaledResidualNetwork implements ScaledResidual, Network {
  /**
   * The number of columns of input base.
   */
  private static final int I1 = 4;

  /**
   * The number of columns of input more.
   */
  private static final int I2 = 3;

  /**
   * The number of units of layer1.
   */
  private static final int L1 = 8;

  /**
   * The number of units of layer2.
   */
  private static final int L2 = 4;

  /**
   * The number of units of layer3.
   */
  private static final int L3 = 4;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", List.of("base", "more"), I1 + I2,
      L1, ActivationSpec.of(Activation.RELU));

  private static final LayerSpec LAYER_2 = LayerSpec.of("layer2", "layer1", L1, L2,
      Activation.RELU).withResidual("base");

  private static final LayerSpec LAYER_3 = LayerSpec.of("layer3", "layer2", L2, L3,
      Activation.IDENTITY).withResidualAfterActivation("base");

  /**
   * How the columns of X are scaled.
   */
  private static final ScalingSpec INPUT_SCALING = ScalingSpec.stored(Scaling.STANDARD);

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = new NetworkSpec(
      "ScaledResidual",
      List.of(PortSpec.of("base", 0, I1), PortSpec.of("more", I1, I2)),
      List.of(LAYER_1, LAYER_2, LAYER_3),
      List.of(PortSpec.of("layer3", 0, L3)))
  .withInputScaling(INPUT_SCALING);

  private static final Slot X1 = Slot.input(0);

  private static final Slot S1 = Slot.scratch(16);

  private static final Slot A1 = Slot.scratch(0);

  private static final Slot C1 = Slot.input(0);

  private static final Slot A2 = Slot.scratch(32);

  private static final Slot A3 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 36;

  private final StepKernel scaling1;

  private final DenseKernel kernel1;

  private final ResidualKernel kernel2;

  private final ResidualKernel kernel3;

  private final Execution execution;

  /**
   * Builds the network.
   *
   * @param parameters what it learned, of the shapes of {@link #SPEC}
   * @param backend who computes its layers
   * @param options how it runs
   * @throws dev.lamina.LaminaException if the parameters do not fit the shapes
   */
  ScaledResidualNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    scaling1 = preparation.inputScaling("base");
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.residual(LAYER_2);
    kernel3 = preparation.residual(LAYER_3);
    execution = preparation.execution(SCRATCH_COLUMNS, 1, this::layers);
  }

  private void layers(Pass p) {
    // A1 = relu([scale(X1), scale(X2)]*W1 + b1) : (N x 7)*(7 x 8) + (1 x 8) -> (N x 8)
    // C1 = [X1, X2], which lie side by side
    p.dense(LAYER_1, kernel1, C1, A1);
    // A2 = relu(A1*W2 + b2 + scale(X1)) : (N x 8)*(8 x 4) + (1 x 4) + (N x 4) -> (N x 4)
    // S1 = scale(X1)
    p.step(scaling1, X1, S1);
    p.residual(LAYER_2, kernel2, A1, S1, A2);
    // A3 = A2*W3 + b3 + scale(X1) : (N x 4)*(4 x 4) + (1 x 4) + (N x 4) -> (N x 4)
    p.residual(LAYER_3, kernel3, A2, S1, A3);
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
