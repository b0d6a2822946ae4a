package acme;

import dev.lamina.Activation;
import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Features;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.Results;
import dev.lamina.execution.Slot;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link Fraud}.
 *
 * <pre>
 * Fraud: X (N x 6) -> (N x 1), 65 parameters
 * layer   input   W        b        activation  A        parameters
 * layer1  x       (6 x 8)  (1 x 8)  relu        (N x 8)          56
 * layer2  layer1  (8 x 1)  (1 x 1)  sigmoid     (N x 1)           9
 * inputs: amount, p, x, channel=WEB, channel=SHOP, execution
 * scratch: (N x 8)
 * </pre>
 *
 * Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
final class FraudNetwork extends Fraud implements Network {
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
  private static final int L2 = 1;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", L0, L1, Activation.RELU);

  private static final LayerSpec LAYER_2 = LayerSpec.of("layer2", "layer1", L1, L2,
      Activation.SIGMOID);

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = NetworkSpec.chain("Fraud", LAYER_1, LAYER_2)
  .withFeatures(ColumnSpec.of("amount"), ColumnSpec.of("p"), ColumnSpec.of("x"),
      ColumnSpec.of("channel=WEB"), ColumnSpec.of("channel=SHOP"), ColumnSpec.of("execution"));

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.scratch(0);

  private static final Slot A2 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 8;

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
  FraudNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.dense(LAYER_2);
    execution = preparation.execution(SCRATCH_COLUMNS, this::layers);
  }

  private void layers(Pass p) {
    // A1 = relu(X*W1 + b1) : (N x 6)*(6 x 8) + (1 x 8) -> (N x 8)
    p.dense(LAYER_1, kernel1, X, A1);
    // A2 = sigmoid(A1*W2 + b2) : (N x 8)*(8 x 1) + (1 x 1) -> (N x 1)
    p.dense(LAYER_2, kernel2, A1, A2);
  }

  @Override
  float score(double amount, int p, boolean x, Fraud.Channel channel, double[] execution) {
    Pass p_ = this.execution.claim();
    try {
      float[] x_ = p_.input();
      x_[0] = (float) amount;
      x_[1] = p;
      x_[2] = x ? 1 : 0;
      Features.oneHot(channel, "channel", 2, x_, 3);
      Features.copy(execution, "execution", 1, x_, 5);
      this.execution.run(p_);
      return p_.output()[0];
    } finally {
      this.execution.release(p_);
    }
  }

  @Override
  boolean isFraud(float[] payment) {
    Pass p = execution.claim();
    try {
      execution.run(payment, p);
      return Results.atLeast(p.output()[0], 0.25f);
    } finally {
      execution.release(p);
    }
  }

  @Override
  boolean[] areFraud(float[] payments) {
    int rows = execution.rows(payments);
    boolean[] results = new boolean[rows];
    execution.runAll(
        payments, results,
        (y, offset, into, row) -> into[row] = Results.atLeast(y[offset], 0.5f));
    return results;
  }

  @Override
  double[] scores(float[] payments) {
    int rows = execution.rows(payments);
    double[] results = new double[rows];
    execution.runAll(
        payments, results,
        (y, offset, into, row) -> into[row] = y[offset]);
    return results;
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
