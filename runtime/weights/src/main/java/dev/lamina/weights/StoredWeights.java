package dev.lamina.weights;

import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.WeightFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An open weight file that fits its network. */
final class StoredWeights implements OpenWeights {

  private final WeightFile file;
  private final Parameters parameters;
  private final ValueCheck values;
  private final StoredExamples examples;

  private StoredWeights(
      WeightFile file, Parameters parameters, ValueCheck values, StoredExamples examples) {
    this.file = file;
    this.parameters = parameters;
    this.values = values;
    this.examples = examples;
  }

  /**
   * Reads the header of a file and matches it with a network. Only if it does not fit, its elements are
   * looked at too, so that the error has everything at once.
   *
   * @throws LaminaException if the file is no good or does not fit; it is closed then
   */
  static OpenWeights open(ByteSource bytes, NetworkSpec network, Reading reading) {
    WeightFile file = WeightFormat.open(bytes);
    try {
      ValueCheck values = new ValueCheck(file.description(), reading.nonFiniteAllowed());
      Misfit misfit = new Misfit(file.description(), network);
      StoredExamples examples = new StoredExamples(file, network, reading, misfit);
      Map<String, BoundTensor> bound =
          new TensorMatching(examples.otherTensors(), network, reading, misfit).match();
      examples.check();
      if (!misfit.isEmpty()) {
        values.report(bound.values(), misfit);
      }
      file.checkUnchanged();
      if (!misfit.isEmpty()) {
        throw misfit.error();
      }
      return new StoredWeights(
          file, new StoredParameters(file, network, bound, values), values, examples);
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
    return values.warnings();
  }

  @Override
  public Optional<Examples> examples() {
    return examples.read();
  }

  @Override
  public void close() {
    file.close();
  }
}
