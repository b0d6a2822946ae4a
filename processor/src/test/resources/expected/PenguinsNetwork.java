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
import java.util.Arrays;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The forward pass of {@link Penguins}.
 *
 * <pre>
 * Penguins: X (N x 9) -> (N x 3), 211 parameters
 * layer   input   W         b         activation  A         parameters
 * layer1  x       (9 x 16)  (1 x 16)  tanh        (N x 16)         160
 * layer2  layer1  (16 x 3)  (1 x 3)   softmax     (N x 3)           51
 * inputs: bill.length, bill.depth, flipperLength, weighings[2], male, island=BISCOE, island=DREAM, age
 * outputs: ADELIE, CHINSTRAP, GENTOO
 * scratch: (N x 16)
 * </pre>
 *
 * Zi = Ai-1*Wi + bi and Ai = gi(Zi), with A0 = X; N is the number of rows of a call.
 */
@Generated("dev.lamina.processor.LaminaProcessor")
public final class PenguinsNetwork implements Penguins, Network {
  /**
   * The number of columns of X.
   */
  private static final int L0 = 9;

  /**
   * The number of units of layer1.
   */
  private static final int L1 = 16;

  /**
   * The number of units of layer2.
   */
  private static final int L2 = 3;

  private static final LayerSpec LAYER_1 = LayerSpec.of("layer1", "x", L0, L1, Activation.TANH);

  private static final LayerSpec LAYER_2 = LayerSpec.of("layer2", "layer1", L1, L2,
      Activation.SOFTMAX);

  /**
   * The shapes of this network.
   */
  public static final NetworkSpec SPEC = NetworkSpec.chain("Penguins", LAYER_1, LAYER_2)
  .withFeatures(ColumnSpec.of("bill.length"), ColumnSpec.of("bill.depth"),
      ColumnSpec.of("flipperLength"), new ColumnSpec("weighings", 2), ColumnSpec.of("male"),
      ColumnSpec.of("island=BISCOE"), ColumnSpec.of("island=DREAM"), ColumnSpec.of("age"))
  .withClasses(ColumnSpec.of("ADELIE"), ColumnSpec.of("CHINSTRAP"), ColumnSpec.of("GENTOO"));

  private static final Slot X = Slot.input(0);

  private static final Slot A1 = Slot.scratch(0);

  private static final Slot A2 = Slot.output(0);

  /**
   * The columns that the results between the layers take in a tile.
   */
  private static final int SCRATCH_COLUMNS = 16;

  private static final Penguins.Species[] SPECIES = Penguins.Species.values();

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
  public PenguinsNetwork(Parameters parameters, Backend backend, Options options) {
    Preparation preparation = new Preparation(SPEC, parameters, backend, options);
    kernel1 = preparation.dense(LAYER_1);
    kernel2 = preparation.dense(LAYER_2);
    execution = preparation.execution(SCRATCH_COLUMNS, this::layers);
  }

  private void layers(Pass p) {
    // A1 = tanh(X*W1 + b1) : (N x 9)*(9 x 16) + (1 x 16) -> (N x 16)
    p.dense(LAYER_1, kernel1, X, A1);
    // A2 = softmax(A1*W2 + b2) : (N x 16)*(16 x 3) + (1 x 3) -> (N x 3)
    p.dense(LAYER_2, kernel2, A1, A2);
  }

  @Override
  public Penguins.Species classify(Penguins.Penguin penguin) {
    Pass p = execution.claim();
    try {
      readPenguin(Features.notNull(penguin, "penguin"), p.input(), 0);
      execution.run(p);
      return SPECIES[Results.argmax(p.output(), 0, L2)];
    } finally {
      execution.release(p);
    }
  }

  @Override
  public Penguins.Guess guess(Penguins.Penguin p) {
    Pass p_ = execution.claim();
    try {
      readPenguin(Features.notNull(p, "p"), p_.input(), 0);
      execution.run(p_);
      return toGuess(p_.output(), 0);
    } finally {
      execution.release(p_);
    }
  }

  @Override
  public float[] probabilities(Penguins.Penguin penguin) {
    Pass p = execution.claim();
    try {
      readPenguin(Features.notNull(penguin, "penguin"), p.input(), 0);
      execution.run(p);
      return Arrays.copyOfRange(p.output(), 0, L2);
    } finally {
      execution.release(p);
    }
  }

  @Override
  public void probabilities(Penguins.Penguin penguin, float[] y) {
    Results.checkExact(Features.notNull(y, "y").length, L2);
    Pass p = execution.claim();
    try {
      readPenguin(Features.notNull(penguin, "penguin"), p.input(), 0);
      execution.run(p);
      System.arraycopy(p.output(), 0, y, 0, L2);
    } finally {
      execution.release(p);
    }
  }

  @Override
  public Penguins.Species classify(float[] x) {
    Pass p = execution.claim();
    try {
      execution.run(x, p);
      return SPECIES[Results.argmax(p.output(), 0, L2)];
    } finally {
      execution.release(p);
    }
  }

  @Override
  public Penguins.Species[] classifyRows(float[] x) {
    int rows = execution.rows(x);
    Penguins.Species[] results = new Penguins.Species[rows];
    execution.runAll(
        x, results,
        (y, offset, into, row) -> into[row] = SPECIES[Results.argmax(y, offset, L2)]);
    return results;
  }

  @Override
  public List<Penguins.Species> classify(List<? extends Penguins.Penguin> penguins) {
    int rows = Features.notNull(penguins, "penguins").size();
    Penguins.Species[] results = new Penguins.Species[rows];
    execution.runAll(
        penguins, PenguinsNetwork::readPenguin, results,
        (y, offset, into, row) -> into[row] = SPECIES[Results.argmax(y, offset, L2)]);
    return Arrays.asList(results);
  }

  @Override
  public Penguins.Guess[] guess(Penguins.Penguin... penguins) {
    int rows = Features.notNull(penguins, "penguins").length;
    Penguins.Guess[] results = new Penguins.Guess[rows];
    execution.runAll(
        penguins, PenguinsNetwork::readPenguin, results,
        (y, offset, into, row) -> into[row] = toGuess(y, offset));
    return results;
  }

  @Override
  public float[] probabilities(List<Penguins.Penguin> penguins) {
    int rows = Features.notNull(penguins, "penguins").size();
    float[] results = new float[Math.multiplyExact(rows, L2)];
    execution.runAll(
        penguins, PenguinsNetwork::readPenguin, results,
        (y, offset, into, row) -> System.arraycopy(y, offset, into, row * L2, L2));
    return results;
  }

  @Override
  public void probabilities(Penguins.Penguin[] penguins, float[] results) {
    int rows = Features.notNull(penguins, "penguins").length;
    Results.checkRoom(Features.notNull(results, "results").length, rows, L2);
    execution.runAll(
        penguins, PenguinsNetwork::readPenguin, results,
        (y, offset, into, row) -> System.arraycopy(y, offset, into, row * L2, L2));
  }

  @Override
  public void guess(List<float[]> rows, Penguins.Guess[] results) {
    int rows_ = Features.notNull(rows, "rows").size();
    Results.checkRoom(Features.notNull(results, "results").length, rows_, 1);
    execution.runAll(
        rows, PenguinsNetwork::readRow, results,
        (y, offset, into, row) -> into[row] = toGuess(y, offset));
  }

  @Override
  public List<float[]> rows(float[][] x) {
    int rows = Features.notNull(x, "x").length;
    float[][] results = new float[rows][];
    execution.runAll(
        x, PenguinsNetwork::readRow, results,
        (y, offset, into, row) -> into[row] = Arrays.copyOfRange(y, offset, offset + L2));
    return Arrays.asList(results);
  }

  private static void readPenguin(Penguins.Penguin example, float[] x, int offset) {
    x[offset] = (float) Features.notNull(example.bill(), "bill").length();
    x[offset + 1] = Features.notNull(example.bill(), "bill").depth();
    x[offset + 2] = example.flipperLength();
    Features.copy(example.weighings(), "weighings", 2, x, offset + 3);
    x[offset + 5] = example.male() ? 1 : 0;
    Features.oneHot(example.island(), "island", 2, x, offset + 6);
    x[offset + 8] = example.age();
  }

  private static void readRow(float[] example, float[] x, int offset) {
    Features.copy(example, "row", L0, x, offset);
  }

  private static Penguins.Guess toGuess(float[] y, int offset) {
    int best = Results.argmax(y, offset, L2);
    return new Penguins.Guess(SPECIES[best], y[offset + best]);
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
