package dev.lamina.weights;

import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import java.util.List;
import java.util.Map;

/** An open weight file that fits its network. */
final class StoredWeights implements OpenWeights {

  private final ByteSource file;
  private final Parameters parameters;
  private final NonFiniteValues nonFinite;

  private StoredWeights(ByteSource file, Map<String, BoundTensor> tensors) {
    this.file = file;
    this.nonFinite = new NonFiniteValues(file.description());
    this.parameters = new StoredParameters(file, tensors, nonFinite);
  }

  /**
   * Reads the header of a file and matches it with a network.
   *
   * @throws LaminaException if the file is no good or does not fit; it is closed then
   */
  static OpenWeights open(ByteSource file, NetworkSpec network) {
    try {
      List<StoredTensor> tensors = new SafetensorsFile(file).tensors();
      file.checkUnchanged();
      return new StoredWeights(
          file, new TensorMatching(file.description(), tensors, network).match());
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public List<String> warnings() {
    return nonFinite.warnings();
  }

  @Override
  public void close() {
    file.close();
  }
}
