package dev.lamina.execution;

import dev.lamina.ErrorCode;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.NetworkKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.List;
import java.util.Locale;
import java.util.RandomAccess;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network: checks the arguments of a call, cuts the rows into tiles and hands each tile to the
 * layers with scratch memory to work in. A generated class holds one and delegates its {@link Network}
 * methods to it.
 */
public final class Execution {

  private final NetworkSpec network;
  private final String backend;
  private final List<PreparedLayer> preparedLayers;
  private final List<StepKernel> steps;
  private final int inputSize;
  private final int outputSize;
  private final int scratchColumns;
  private final int tileRows;
  private final @Nullable Sharing sharing;

  /** Calls of fewer rows are their caller's alone. */
  private final int fewestSharedRows;

  /** Computes all layers of a tile, or null if they run one by one. */
  private final @Nullable NetworkKernel networkKernel;

  private final Consumer<Pass> layers;
  private final PassPool passes;

  Execution(
      NetworkSpec network,
      String backend,
      List<PreparedLayer> preparedLayers,
      List<StepKernel> steps,
      int scratchColumns,
      int tileRows,
      int workspaces,
      @Nullable Sharing sharing,
      @Nullable NetworkKernel networkKernel,
      Consumer<Pass> layers) {
    this.network = network;
    this.backend = backend;
    this.preparedLayers = List.copyOf(preparedLayers);
    this.steps = List.copyOf(steps);
    this.inputSize = network.inputSize();
    this.outputSize = network.outputSize();
    this.scratchColumns = scratchColumns;
    this.tileRows = tileRows;
    this.sharing = sharing;
    this.fewestSharedRows = sharing == null ? Integer.MAX_VALUE : sharing.fewestRows();
    this.networkKernel = networkKernel;
    this.layers = layers;
    // The callers' workspaces remain theirs: helpers have some of their own.
    this.passes = new PassPool(this, workspaces + (sharing == null ? 0 : sharing.helpers()));
  }

  int inputSize() {
    return inputSize;
  }

  int outputSize() {
    return outputSize;
  }

  int scratchColumns() {
    return scratchColumns;
  }

  WorkspaceSize workspaceSize(int rows) {
    return Stream.concat(
            preparedLayers.stream().map(layer -> layer.workspace().apply(rows)),
            steps.stream().map(step -> step.workspace(rows)))
        .reduce(
            networkKernel == null ? WorkspaceSize.NONE : networkKernel.workspace(rows),
            WorkspaceSize::max);
  }

  /** Does what {@link Network#forward(float[], float[])} says. */
  public void forward(float[] x, float[] y) {
    checkExample("x", x, inputSize);
    checkExample("y", y, outputSize);
    checkApart(x, y);
    compute(x, 0, 1, y, 0);
  }

  /** Does what {@link Network#forward(float[])} says. */
  public float[] forward(float[] x) {
    checkExample("x", x, inputSize);
    float[] y = new float[outputSize];
    compute(x, 0, 1, y, 0);
    return y;
  }

  /** Does what {@link Network#forward(float[], int, float[])} says. */
  public void forward(float[] x, int rows, float[] y) {
    checkBatch(x, 0, rows, y, 0);
    compute(x, 0, rows, y, 0);
  }

  /** Does what {@link Network#forward(float[], int, int, float[], int, Workspace)} says. */
  public void forward(
      float[] x, int xOffset, int rows, float[] y, int yOffset, Workspace workspace) {
    checkBatch(x, xOffset, rows, y, yOffset);
    checkNotNull("workspace", workspace);
    if (!(workspace instanceof Pass pass) || !pass.belongsTo(this)) {
      throw new IllegalArgumentException(ErrorCode.WORKSPACE.text(
          "the workspace was not made by this network (%s): use its newWorkspace()",
          network.name()));
    }
    compute(pass, x, xOffset, rows, y, yOffset);
  }

  /** Does what {@link Network#newWorkspace()} says. */
  public Workspace newWorkspace() {
    return new Pass(this, Pass.NO_PLACE);
  }

  /**
   * Begins a call for one example: the caller writes its features to {@link Pass#input()}, calls
   * {@link #run(Pass)}, reads {@link Pass#output()} and releases the pass in any case.
   *
   * @return a pass that is the caller's until it is released
   */
  public Pass claim() {
    Pass pass = passes.claim();
    pass.reserveEnds(1);
    return pass;
  }

  /**
   * Ends a call.
   *
   * @param pass what {@link #claim()} gave
   */
  public void release(Pass pass) {
    passes.release(pass);
  }

  /**
   * Computes the result for the example in a claimed pass.
   *
   * @param pass what {@link #claim()} gave
   */
  public void run(Pass pass) {
    compute(pass, pass.input(), 0, 1, pass.output(), 0);
  }

  /**
   * Computes the result for one example into a claimed pass.
   *
   * @param x the example, exactly ℓ₀ values
   * @param pass what {@link #claim()} gave
   * @throws NullPointerException if x is null
   * @throws IllegalArgumentException if the length is wrong
   */
  public void run(float[] x, Pass pass) {
    checkExample("x", x, inputSize);
    compute(pass, x, 0, 1, pass.output(), 0);
  }

  /**
   * Computes a minibatch of the user's own objects, tile by tile, so that it takes no memory but a
   * tile's. Reader and writer are called on the caller's thread only.
   *
   * @param <T> the type of an example
   * @param <R> the type of what holds the results
   * @param examples the minibatch
   * @param reader writes an example into a row of X
   * @param results receives a result for each example
   * @param writer turns a row of the result into one
   * @throws NullPointerException if an example is null
   */
  public <T, R> void runAll(
      List<T> examples, RowReader<? super T> reader, R results, RowWriter<R> writer) {
    if (examples instanceof RandomAccess) {
      runAll(examples, examples.size(), List::get, reader, results, writer);
    } else {
      @SuppressWarnings("unchecked") // only read, and only as what the list holds
      T[] array = (T[]) examples.toArray();
      runAll(array, reader, results, writer);
    }
  }

  /**
   * Computes a minibatch of the user's own objects, as {@link #runAll(List, RowReader, Object,
   * RowWriter)} does.
   *
   * @param <T> the type of an example
   * @param <R> the type of what holds the results
   * @param examples the minibatch
   * @param reader writes an example into a row of X
   * @param results receives a result for each example
   * @param writer turns a row of the result into one
   * @throws NullPointerException if an example is null
   */
  public <T, R> void runAll(
      T[] examples, RowReader<? super T> reader, R results, RowWriter<R> writer) {
    runAll(examples, examples.length, (array, row) -> array[row], reader, results, writer);
  }

  private interface ElementAt<S, T> {
    T get(S source, int row);
  }

  private <S, T, R> void runAll(
      S source,
      int rows,
      ElementAt<S, T> examples,
      RowReader<? super T> reader,
      R results,
      RowWriter<R> writer) {
    Pass pass = passes.claim();
    try {
      int tile = Math.min(rows, rowsAtOnce());
      pass.reserveEnds(tile);
      int first = 0;
      while (first < rows) {
        int count = Math.min(tile, rows - first);
        for (int row = 0; row < count; row++) {
          T example = examples.get(source, first + row);
          if (example == null) {
            throw new NullPointerException(ErrorCode.NULL.text(
                "example %d of %d of %s is null", first + row, rows, network.name()));
          }
          reader.read(example, pass.input(), row * inputSize);
        }
        compute(pass, pass.input(), 0, count, pass.output(), 0);
        for (int row = 0; row < count; row++) {
          writer.write(pass.output(), row * outputSize, results, first + row);
        }
        first += count;
      }
    } finally {
      passes.release(pass);
    }
  }

  /**
   * Computes a minibatch of rows whose results are the user's own objects.
   *
   * @param <R> the type of what holds the results
   * @param x N × ℓ₀ values
   * @param results receives N results
   * @param writer turns a row of the result into one
   */
  public <R> void runAll(float[] x, R results, RowWriter<R> writer) {
    int rows = rows(x);
    Pass pass = passes.claim();
    try {
      int tile = Math.min(rows, rowsAtOnce());
      pass.reserveEnds(tile);
      int first = 0;
      while (first < rows) {
        int count = Math.min(tile, rows - first);
        compute(pass, x, first * inputSize, count, pass.output(), 0);
        for (int row = 0; row < count; row++) {
          writer.write(pass.output(), row * outputSize, results, first + row);
        }
        first += count;
      }
    } finally {
      passes.release(pass);
    }
  }

  /** The rows that the user's objects are written to before a call: a tile for each thread. */
  private int rowsAtOnce() {
    long wanted = (long) tileRows * (sharing == null ? 1 : 1 + sharing.helpers());
    return (int) Math.min(wanted, Pass.MAX_ARRAY_LENGTH / Math.max(inputSize, outputSize));
  }

  /**
   * How many examples an array holds.
   *
   * @param x N × ℓ₀ values
   * @return N
   * @throws NullPointerException if x is null
   * @throws IllegalArgumentException if the length is no multiple of ℓ₀
   */
  public int rows(float[] x) {
    checkNotNull("x", x);
    if (x.length % inputSize != 0) {
      throw new IllegalArgumentException(ErrorCode.LENGTH.text(
          "x of %s holds rows of %d values, and %d is no multiple of that",
          network.name(), inputSize, x.length));
    }
    return x.length / inputSize;
  }

  private void compute(float[] x, int xOffset, int rows, float[] y, int yOffset) {
    Pass pass = passes.claim();
    try {
      compute(pass, x, xOffset, rows, y, yOffset);
    } finally {
      passes.release(pass);
    }
  }

  private void compute(Pass pass, float[] x, int xOffset, int rows, float[] y, int yOffset) {
    if (rows >= fewestSharedRows && share(pass, x, xOffset, rows, y, yOffset)) {
      return;
    }
    try {
      if (rows > tileRows) {
        tiles(pass, x, xOffset, rows, y, yOffset);
      } else if (rows > 0) {
        pass.reserve(rows);
        tile(pass, x, xOffset, 0, rows, y, yOffset);
      }
    } finally {
      pass.clear();
    }
  }

  private void tiles(Pass pass, float[] x, int xOffset, int rows, float[] y, int yOffset) {
    // Tiles of equal size: a last tile of a single row would read all weights for that row alone.
    int tile = Pieces.ceilDiv(rows, Pieces.ceilDiv(rows, tileRows));
    pass.reserve(tile);
    int first = 0;
    while (first < rows) {
      int count = Math.min(tile, rows - first);
      tile(pass, x, xOffset, first, count, y, yOffset);
      first += count;
    }
  }

  /** Computes some rows of a call, no more than the pass was reserved for. */
  void tile(Pass pass, float[] x, int xOffset, int first, int rows, float[] y, int yOffset) {
    if (networkKernel == null) {
      layers(pass, x, xOffset, first, rows, y, yOffset);
    } else {
      int from = xOffset + first * inputSize;
      networkKernel.apply(rows, x, from, y, yOffset + first * outputSize, pass);
    }
  }

  /** Computes some rows of a call layer by layer. */
  void layers(Pass pass, float[] x, int xOffset, int first, int rows, float[] y, int yOffset) {
    pass.tile(x, xOffset + first * inputSize, rows, y, yOffset + first * outputSize);
    layers.accept(pass);
  }

  /** Computes a call together with other threads, if that pays; otherwise does nothing. */
  private boolean share(Pass pass, float[] x, int xOffset, int rows, float[] y, int yOffset) {
    Division division = sharing == null ? null : sharing.divide(rows);
    if (sharing == null || division == null) {
      return false;
    }
    SharedCall.Work work = division instanceof ColumnDivision byColumns
        ? new ColumnWork(this, byColumns, pass, x, xOffset, y, yOffset)
        : new RowWork(this, (RowDivision) division, x, xOffset, y, yOffset);
    new SharedCall(work, division.units(), passes)
        .run(pass, sharing.executor(), division.threads() - 1);
    return true;
  }

  private void checkExample(String name, float[] array, int length) {
    checkNotNull(name, array);
    if (array.length != length) {
      throw new IllegalArgumentException(ErrorCode.LENGTH.text(
          "%s of %s is one example (1 x %d) and must have %d values, got %d%s",
          name,
          network.name(),
          length,
          length,
          array.length,
          array.length > length && array.length % length == 0
              ? ": for a minibatch call forward(x, " + array.length / length + ", y)"
              : ""));
    }
  }

  private void checkBatch(float[] x, int xOffset, int rows, float[] y, int yOffset) {
    checkNotNull("x", x);
    checkNotNull("y", y);
    if (rows < 0 || xOffset < 0 || yOffset < 0) {
      throw new IllegalArgumentException(ErrorCode.ROWS.text(
          "%s needs rows and offsets of at least 0, got rows = %d, xOffset = %d, yOffset = %d",
          network.name(), rows, xOffset, yOffset));
    }
    checkLength("x", x, xOffset, rows, inputSize);
    checkLength("y", y, yOffset, rows, outputSize);
    checkApart(x, y);
  }

  private void checkLength(String name, float[] array, int offset, int rows, int columns) {
    long needed = offset + (long) rows * columns;
    if (array.length < needed) {
      throw new IllegalArgumentException(ErrorCode.LENGTH.text(
          "%s of %s holds %d rows (%d x %d)%s and must have at least %d values, got %d",
          name,
          network.name(),
          rows,
          rows,
          columns,
          offset == 0 ? "" : " from index " + offset + " on",
          needed,
          array.length));
    }
  }

  private void checkApart(float[] x, float[] y) {
    if (x == y) {
      throw new IllegalArgumentException(ErrorCode.ALIAS.text(
          "x and y of %s are the same array: the result needs an array of its own",
          network.name()));
    }
  }

  private void checkNotNull(String name, Object argument) {
    if (argument == null) {
      throw new NullPointerException(ErrorCode.NULL.text("%s of %s is null", name, network.name()));
    }
  }

  /** One line for debuggers and logs: the network, its backend, how often scratch ran out and who shares calls. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s (N x %d) -> (N x %d) on backend %s; %d calls found none of %d workspaces free%s",
        network.name(),
        inputSize,
        outputSize,
        backend,
        passes.extra(),
        passes.size(),
        sharing == null ? "" : "; up to " + sharing.parallelism() + " threads share a call");
  }
}
