package acme;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Workspace;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Features;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.ResidualKernel;
import dev.lamina.execution.Results;
import dev.lamina.execution.Slot;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link Ranking}.
 *
 * <pre>
 * Ranking: X (N x 16) -> (N x 4), 1,166 parameters
 * layer   reads           W          b         equation          A         parameters
 * taste   user            (6 x 16)   (1 x 16)  relu(XW + b)      (N x 16)         112
 * match   taste, item     (26 x 16)  (1 x 16)  tanh(XW + b)      (N x 16)         432
 * block1  match + match   (16 x 16)  (1 x 16)  relu(XW + b + R)  (N x 16)         272
 * block2  block1 + taste  (16 x 16)  (1 x 16)  silu(XW + b) + R  (N x 16)         272
 * kind    user, item      (16 x 3)   (1 x 3)   softmax(XW + b)   (N x 3)           51
 * click   item, block2    (26 x 1)   (1 x 1)   sigmoid(XW + b)   (N x 1)           27
 * inputs: user[6]
 * inputs: item[10]
 * outputs: click
 * outputs: NEW, KNOWN, OLD
 * scratch: (N x 80), copies: 2
 * </pre>
 *
 * Each layer multiplies what it reads, side by side, by its W; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
public final class RankingNetwork implements Ranking, Network {
  /**
   * The number of columns of input user.
   */
  private static final int I1 = 6;

  /**
   * The number of columns of input item.
   */
  private static final int I2 = 10;

  /**
   * The number of units of taste.
   */
  private static final int L1 = 16;

  /**
   * The number of units of match.
   */
  private static final int L2 = 16;

  /**
   * The number of units of block1.
   */
  private static final int L3 = 16;

  /**
   * The number of units of block2.
   */
  private static final int L4 = 16;

  /**
   * The number of units of kind.
   */
  private static final int L5 = 3;

  /**
   * The number of units of click.
   */
  private static final int L6 = 1;

  private static final LayerSpec LAYER_1 = LayerSpec.of("taste", "user", I1, L1, Activation.RELU);

  private static final LayerSpec LAYER_2 = LayerSpec.of("match", List.of("taste", "item"), L1 + I2,
      L2, ActivationSpec.of(Activation.TANH));

  private static final LayerSpec LAYER_3 = LayerSpec.of("block1", "match", L2, L3,
      Activation.RELU).withResidual("match");

  private static final LayerSpec LAYER_4 = LayerSpec.of("block2", "block1", L3, L4,
      Activation.SILU).withResidualAfterActivation("taste");

  private static final LayerSpec LAYER_5 = LayerSpec.of("kind", List.of("user", "item"), I1 + I2,
      L5, ActivationSpec.of(Activation.SOFTMAX));

  private static final LayerSpec LAYER_6 = LayerSpec.of("click", List.of("item", "block2"), I2 + L4,
      L6, ActivationSpec.of(Activation.SIGMOID));

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = new NetworkSpec(
      "Ranking",
      List.of(PortSpec.of("user", 0, I1), PortSpec.of("item", I1, I2)),
      List.of(LAYER_1, LAYER_2, LAYER_3, LAYER_4, LAYER_5, LAYER_6),
      List.of(PortSpec.of("click", 0, L6), PortSpec.of("kind", L6, L5)))
  .withFeatures(new ColumnSpec("user", 6), new ColumnSpec("item", 10))
  .withClasses(ColumnSpec.of("click"), ColumnSpec.of("NEW"), ColumnSpec.of("KNOWN"),
      ColumnSpec.of("OLD"));

  private static final Slot X1 = Slot.input(0);

  private static final Slot X2 = Slot.input(I1);

  private static final Slot A1 = Slot.scratch(0);

  private static final Slot A2 = Slot.scratch(32);

  private static final Slot C2 = Slot.scratch(0);

  private static final Slot C2_16 = Slot.scratch(16);

  private static final Slot A3 = Slot.scratch(64);

  private static final Slot A4 = Slot.scratch(42);

  private static final Slot A5 = Slot.output(1);

  private static final Slot C5 = Slot.input(0);

  private static final Slot A6 = Slot.output(0);

  private static final Slot C6 = Slot.scratch(32);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 80;

  private static final Ranking.Kind[] KIND = Ranking.Kind.values();

  private final DenseKernel kernel1;

  private final DenseKernel kernel2;

  private final ResidualKernel kernel3;

  private final ResidualKernel kernel4;

  private final DenseKernel kernel5;

  private final DenseKernel kernel6;

  private final Execution execution;

  /**
   * Builds the network.
   *
   * @param parameters what it learned, of the shapes of {@link #SPEC}
   * @param backend who computes its layers
   * @param options how it runs
   * @throws dev.lamina.LaminaException if the parameters do not fit the shapes
   */
  public RankingNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.dense(LAYER_2);
    kernel3 = preparation.residual(LAYER_3);
    kernel4 = preparation.residual(LAYER_4);
    kernel5 = preparation.dense(LAYER_5);
    kernel6 = preparation.dense(LAYER_6);
    execution = preparation.execution(SCRATCH_COLUMNS, 2, this::layers);
  }

  private void layers(Pass p) {
    // A1 = relu(X1*W1 + b1) : (N x 6)*(6 x 16) + (1 x 16) -> (N x 16)
    p.dense(LAYER_1, kernel1, X1, A1);
    // A2 = tanh([A1, X2]*W2 + b2) : (N x 26)*(26 x 16) + (1 x 16) -> (N x 16)
    // C2 = [A1, X2], of which X2 is copied
    p.copy(X2, I2, C2_16);
    p.dense(LAYER_2, kernel2, C2, A2);
    // A3 = relu(A2*W3 + b3 + A2) : (N x 16)*(16 x 16) + (1 x 16) + (N x 16) -> (N x 16)
    p.residual(LAYER_3, kernel3, A2, A2, A3);
    // A4 = silu(A3*W4 + b4) + A1 : (N x 16)*(16 x 16) + (1 x 16) + (N x 16) -> (N x 16)
    p.residual(LAYER_4, kernel4, A3, A1, A4);
    // A5 = softmax([X1, X2]*W5 + b5) : (N x 16)*(16 x 3) + (1 x 3) -> (N x 3)
    // C5 = [X1, X2], which lie side by side
    p.dense(LAYER_5, kernel5, C5, A5);
    // A6 = sigmoid([X2, A4]*W6 + b6) : (N x 26)*(26 x 1) + (1 x 1) -> (N x 1)
    // C6 = [X2, A4], of which X2 is copied
    p.copy(X2, I2, C6);
    p.dense(LAYER_6, kernel6, C6, A6);
  }

  @Override
  public Ranking.Rank rank(float[] user, float[] item) {
    Pass p = execution.claim();
    try {
      float[] x = p.input();
      Features.copy(user, "user", 6, x, 0);
      Features.copy(item, "item", 10, x, 6);
      execution.run(p);
      return toRank(p.output(), 0);
    } finally {
      execution.release(p);
    }
  }

  @Override
  public List<Ranking.Rank> rankAll(List<Ranking.Pair> pairs) {
    int rows = Features.notNull(pairs, "pairs").size();
    Ranking.Rank[] results = new Ranking.Rank[rows];
    execution.runAll(
        pairs, RankingNetwork::readPair, results,
        (y, offset, into, row) -> into[row] = toRank(y, offset));
    return Arrays.asList(results);
  }

  @Override
  public Ranking.Choice choose(float[] user, float[] item) {
    Pass p = execution.claim();
    try {
      float[] x = p.input();
      Features.copy(user, "user", 6, x, 0);
      Features.copy(item, "item", 10, x, 6);
      execution.run(p);
      return toChoice(p.output(), 0);
    } finally {
      execution.release(p);
    }
  }

  @Override
  public float[] raw(float[] row) {
    return execution.forward(row);
  }

  private static void readPair(Ranking.Pair example, float[] x, int offset) {
    Features.copy(example.user(), "user", 6, x, offset);
    Features.copy(example.item(), "item", 10, x, offset + 6);
  }

  private static Ranking.Rank toRank(float[] y, int offset) {
    return new Ranking.Rank(y[offset], KIND[Results.argmax(y, offset + L6, L5)]);
  }

  private static Ranking.Choice toChoice(float[] y, int offset) {
    return new Ranking.Choice(Results.atLeast(y[offset], 0.5f),
        KIND[Results.argmax(y, offset + L6, L5)]);
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
