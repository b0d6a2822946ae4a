package dev.lamina.cli;

import dev.lamina.NetworkSpec;
import dev.lamina.Tensor;
import dev.lamina.weights.Examples;
import dev.lamina.weights.FileContents;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the inputs of examples come from, and their outputs where no graph can compute them. */
final class ExampleOptions {

  private static final long SEED = 1;

  @Option(
      names = "--inputs",
      paramLabel = "X.npy",
      description = "inputs of the examples, (N x in); random ones in -1 to 1 if left out")
  private @Nullable Path inputs;

  @Option(
      names = "--outputs",
      paramLabel = "Y.npy",
      description =
          "what the training tool computes for --inputs, (N x out); an ONNX file computes it"
              + " by itself")
  private @Nullable Path outputs;

  @Option(
      names = "--examples",
      defaultValue = "16",
      paramLabel = "N",
      description = "how many random examples, 16 if left out, 0 for none")
  private int count;

  /** The inputs that were given, or random ones; empty if none are wanted. */
  Optional<float[]> inputs(NetworkSpec network) {
    if (inputs != null) {
      return Optional.of(read(inputs, network.inputSize()));
    }
    if (count <= 0) {
      return Optional.empty();
    }
    SplittableRandom random = new SplittableRandom(SEED);
    float[] x = new float[Math.multiplyExact(count, network.inputSize())];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    return Optional.of(x);
  }

  /** Examples of which both sides were given. */
  Optional<Examples> given(NetworkSpec network) {
    if (inputs == null || outputs == null) {
      return Optional.empty();
    }
    float[] x = read(inputs, network.inputSize());
    float[] y = read(outputs, network.outputSize());
    int rows = x.length / network.inputSize();
    if (y.length / network.outputSize() != rows) {
      throw new CommandException(String.format(
          "%s has %d rows and %s has %d%n  fix: give an output for each input",
          inputs, rows, outputs, y.length / network.outputSize()));
    }
    return Optional.of(Examples.of(rows, x, y));
  }

  private static float[] read(Path file, int columns) {
    try (FileContents contents = FileContents.open(file)) {
      if (contents.tensors().size() != 1) {
        throw new CommandException(String.format(
            "%s has %d arrays%n  fix: give an .npy file, which has one",
            file, contents.tensors().size()));
      }
      FileContents.Entry entry = contents.tensors().get(0);
      Tensor tensor = contents
          .tensor(entry.name())
          .filter(found -> found.shape().rank() == 2)
          .filter(found -> found.shape().dimensions().get(0) > 0)
          .filter(found -> found.shape().dimensions().get(1) == columns)
          .orElseThrow(() -> new CommandException(String.format(
              "%s is %s of type %s, expected (N x %d) floating point numbers%n"
                  + "  fix: save it with numpy.save as float32, a row an example",
              file, entry.dimensions(), entry.elementType(), columns)));
      float[] elements = new float[(int) tensor.shape().elementCount()];
      tensor.read(0, elements, 0, elements.length);
      return elements;
    }
  }
}
