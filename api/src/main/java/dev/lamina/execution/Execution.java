package dev.lamina.execution;

import dev.lamina.ErrorCode;
import dev.lamina.Network;
import dev.lamina.NetworkSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Runs a network: checks the arguments of a call, cuts the rows into tiles and hands each tile to the
 * layers with scratch memory to work in. A generated class holds one and delegates its {@link Network}
 * methods to it.
 */
public final class Execution {

  private final NetworkSpec network;
  private final String backend;
  private final List<DenseKernel> kernels;
  private final int inputSize;
  private final int outputSize;
  private final int scratchColumns;
  private final int tileRows;
  private final Consumer<Pass> layers;
  private final PassPool passes;

  Execution(
      NetworkSpec network,
      String backend,
      List<DenseKernel> kernels,
      int scratchColumns,
      int tileRows,
      int workspaces,
      Consumer<Pass> layers) {
    this.network = network;
    this.backend = backend;
    this.kernels = List.copyOf(kernels);
    this.inputSize = network.inputSize();
    this.outputSize = network.outputSize();
    this.scratchColumns = scratchColumns;
    this.tileRows = Math.min(tileRows, Pass.maxTileRows(scratchColumns));
    this.layers = layers;
    this.passes = new PassPool(this, workspaces);
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
    return kernels.stream()
        .map(kernel -> kernel.workspace(rows))
        .reduce(WorkspaceSize.NONE, WorkspaceSize::max);
  }

  /** Does what {@link Network#forward(float[], float[])} says. */
  public void forward(float[] x, float[] y) {
    checkExample("x", x, inputSize);
    checkExample("y", y, outputSize);
    checkApart(x, y);
    run(x, 0, 1, y, 0);
  }

  /** Does what {@link Network#forward(float[])} says. */
  public float[] forward(float[] x) {
    checkExample("x", x, inputSize);
    float[] y = new float[outputSize];
    run(x, 0, 1, y, 0);
    return y;
  }

  /** Does what {@link Network#forward(float[], int, float[])} says. */
  public void forward(float[] x, int rows, float[] y) {
    checkBatch(x, 0, rows, y, 0);
    run(x, 0, rows, y, 0);
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
    run(pass, x, xOffset, rows, y, yOffset);
  }

  /** Does what {@link Network#newWorkspace()} says. */
  public Workspace newWorkspace() {
    return new Pass(this);
  }

  private void run(float[] x, int xOffset, int rows, float[] y, int yOffset) {
    int index = passes.claim();
    try {
      run(passes.pass(index), x, xOffset, rows, y, yOffset);
    } finally {
      passes.release(index);
    }
  }

  private void run(Pass pass, float[] x, int xOffset, int rows, float[] y, int yOffset) {
    if (rows == 0) {
      return;
    }
    // Tiles of equal size: a last tile of a single row would read all weights for that row alone.
    int tiles = (rows - 1) / tileRows + 1;
    int tile = (rows - 1) / tiles + 1;
    pass.reserve(tile);
    try {
      int row = 0;
      while (row < rows) {
        int count = Math.min(tile, rows - row);
        pass.tile(x, xOffset + row * inputSize, count, y, yOffset + row * outputSize);
        layers.accept(pass);
        row += count;
      }
    } finally {
      pass.clear();
    }
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

  /** One line for debuggers and logs: the network, its backend and how often scratch ran out. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s (N x %d) -> (N x %d) on backend %s; %d calls found none of %d workspaces free",
        network.name(),
        inputSize,
        outputSize,
        backend,
        passes.extra(),
        passes.size());
  }
}
