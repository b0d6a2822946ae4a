package dev.lamina.weights.onnx;

import dev.lamina.LaminaException;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FileBytes;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An ONNX file that was found to be a network of dense layers. It holds positions in the file and no
 * weights, and is to be used by one thread.
 */
public final class OnnxFile implements AutoCloseable {

  private final TensorStore store;
  private final OnnxModel model;
  private final GraphEvaluation evaluation;

  private OnnxFile(TensorStore store, OnnxModel model, GraphEvaluation evaluation) {
    this.store = store;
    this.model = model;
    this.evaluation = evaluation;
  }

  /**
   * Reads the graph of a file, which may keep tensors in files beside it.
   *
   * @param path the file
   * @return the model
   * @throws LaminaException as {@link #open(ByteSource, ExternalFiles)} does
   */
  public static OnnxFile open(Path path) {
    return open(FileBytes.open(path), ExternalFiles.beside(path));
  }

  /**
   * Reads the graph of a file.
   *
   * @param bytes the file; it is closed with the result, or at once if there is none
   * @param externalFiles opens the files beside it
   * @return the model
   * @throws LaminaException with {@link dev.lamina.ErrorCode#FILE} if the file is not ONNX, truncated
   *     or inconsistent, with {@link dev.lamina.ErrorCode#MODEL} if it computes something else than a
   *     network of Lamina's layers
   */
  public static OnnxFile open(ByteSource bytes, ExternalFiles externalFiles) {
    TensorStore store = new TensorStore(bytes, externalFiles);
    try {
      ParsedModel parsed = new ModelParser(bytes).parse();
      store.checkUnchanged();
      OnnxModel model = read(store, parsed);
      return new OnnxFile(store, model, new GraphEvaluation(store, parsed, model));
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  private static OnnxModel read(TensorStore store, ParsedModel parsed) {
    Problems problems = new Problems(store.description());
    Optional<OnnxModel> model;
    try {
      model = new GraphReader(store, parsed, problems).model();
    } catch (LaminaException e) {
      throw problems.error(e);
    }
    return model.orElseThrow(problems::error);
  }

  /**
   * What the file computes.
   *
   * @return the network; its weights can be read until this is closed
   */
  public OnnxModel model() {
    return model;
  }

  /**
   * Computes the file's own graph node by node as ONNX defines the operators, in double precision. It
   * shares nothing with the extraction of the layers, so it tells whether that is right.
   *
   * @param x rows examples side by side, row-major
   * @param rows how many, positive
   * @return the results, row-major
   * @throws LaminaException if weights cannot be read, or the graph takes a huge number of rows only
   * @throws IllegalArgumentException if x has another length
   */
  public double[] evaluate(double[] x, int rows) {
    return evaluation.evaluate(x, rows);
  }

  /** Lets go of the file and those beside it. */
  @Override
  public void close() {
    store.close();
  }
}
