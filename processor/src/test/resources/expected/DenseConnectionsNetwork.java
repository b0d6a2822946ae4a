package acme;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.Slot;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link DenseConnections}.
 *
 * <pre>
 * DenseConnections: X (N x 20) -> (N x 2), 778 parameters
 * layer   reads                      W         b        activation  A        parameters
 * layer1  x                          (20 x 8)  none     relu        (N x 8)         160
 * layer2  x, layer1                  (28 x 8)  (1 x 8)  relu        (N x 8)         232
 * layer3  x, layer1, layer2          (36 x 8)  (1 x 8)  relu        (N x 8)         296
 * layer4  x, layer1, layer2, layer3  (44 x 2)  (1 x 2)  identity    (N x 2)          90
 * scratch: (N x 44), copies: 1
 * </pre>
 *
 * Each layer multiplies what it reads, side by side, by its W; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
final class DenseConnectionsNetwork implements DenseConnections, Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 20;

  /**
   * The number of units of layer1.
   */
  private static final int L1 = 8;

  /**
   * The number of units of layer2.
   */
  private static final int L2 = 8;

  /**
   * The number of units of layer3.
   */
  private static final int L3 = 8;

  /**
   * The number of units of layer4.
   */
  private static final int L4 = 2;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", L0, L1,
      Activation.RELU).withoutBias();

  private static final LayerSpec LAYER_2 = LayerSpec.of("layer2", List.of("x", "layer1"), L0 + L1,
      L2, ActivationSpec.of(Activation.RELU));

  private static final LayerSpec LAYER_3 = LayerSpec.of("layer3", List.of("x", "layer1", "layer2"),
      L0 + L1 + L2, L3, ActivationSpec.of(Activation.RELU));

  private static final LayerSpec LAYER_4 = LayerSpec.of("layer4", List.of("x", "layer1", "layer2",
      "layer3"), L0 + L1 + L2 + L3, L4, ActivationSpec.of(Activation.IDENTITY));

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = new NetworkSpec(
      "DenseConnections",
      List.of(PortSpec.of("x", 0, L0)),
      List.of(LAYER_1, LAYER_2, LAYER_3, LAYER_4),
      List.of(PortSpec.of("layer4", 0, L4)));

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.scratch(20);

  private static final Slot A2 = Slot.scratch(28);

  private static final Slot C2 = Slot.scratch(0);

  private static final Slot A3 = Slot.scratch(36);

  private static final Slot C3 = Slot.scratch(0);

  private static final Slot A4 = Slot.output(0);

  private static final Slot C4 = Slot.scratch(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 44;

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
  DenseConnectionsNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.dense(LAYER_2);
    kernel3 = preparation.dense(LAYER_3);
    kernel4 = preparation.dense(LAYER_4);
    execution = preparation.execution(SCRATCH_COLUMNS, 1, this::layers);
  }

  private void layers(Pass p) {
    // A1 = relu(X*W1) : (N x 20)*(20 x 8) -> (N x 8)
    p.dense(LAYER_1, kernel1, X, A1);
    // A2 = relu([X, A1]*W2 + b2) : (N x 28)*(28 x 8) + (1 x 8) -> (N x 8)
    // C2 = [X, A1], of which X is copied
    p.copy(X, L0, C2);
    p.dense(LAYER_2, kernel2, C2, A2);
    // A3 = relu([X, A1, A2]*W3 + b3) : (N x 36)*(36 x 8) + (1 x 8) -> (N x 8)
    // C3 = [X, A1, A2], which lie side by side
    p.dense(LAYER_3, kernel3, C3, A3);
    // A4 = [X, A1, A2, A3]*W4 + b4 : (N x 44)*(44 x 2) + (1 x 2) -> (N x 2)
    // C4 = [X, A1, A2, A3], which lie side by side
    p.dense(LAYER_4, kernel4, C4, A4);
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
