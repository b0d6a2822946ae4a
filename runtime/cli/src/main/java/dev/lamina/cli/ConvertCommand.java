package dev.lamina.cli;

import dev.lamina.ActivationSpec;
import dev.lamina.Tensor;
import dev.lamina.weights.FileContents;
import dev.lamina.weights.WeightsWriter;
import dev.lamina.weights.file.AtomicFile;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.numpy.NumpyWriter;
import dev.lamina.weights.onnx.OnnxWriter;
import dev.lamina.weights.safetensors.SafetensorsWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what is in a file in another format. */
@Command(
    name = "convert",
    description = "Writes the tensors of a file in another format, as 32-bit floats under the same"
        + " names. To ONNX goes a whole network, whose activations have to be said.",
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Runnable {

  @Parameters(index = "0", paramLabel = "IN", description = "safetensors, .npy, .npz or ONNX")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "ends with .safetensors, .npy, .npz or .onnx; replaced if it is there")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path out;

  @Option(
      names = "--activations",
      split = ActivationText.SEPARATOR,
      converter = ActivationText.class,
      paramLabel = "NAME",
      description = "those of the layers, to write ONNX: relu,softmax, or with"
          + " parameters \"leaky_relu(0.2),softmax\"")
  private List<ActivationSpec> activations = List.of();

  @Mixin
  @SuppressWarnings("NullAway.Init") // by picocli
  private ExampleOptions examples;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
    String format = name.substring(name.lastIndexOf('.') + 1);
    if (!List.of("safetensors", "npy", "npz", "onnx").contains(format)) {
      throw new CommandException(String.format(
          "%s says no format%n  fix: a name that ends with .safetensors, .npy, .npz or .onnx",
          out));
    }
    if (format.equals("onnx")) {
      ImportedNetwork network = network();
      AtomicFile.write(
          out,
          stream ->
              OnnxWriter.of(network.network(), network.parameters()).outByIn().write(stream));
    } else if (FileContents.isOnnx(in)) {
      writeModel(format);
    } else {
      writeTensors(format);
    }
  }

  private ImportedNetwork network() {
    return new NetworkImport(in, "network", examples).read(activations);
  }

  private void writeModel(String format) {
    ImportedNetwork network = network();
    if (format.equals("safetensors")) {
      WeightsWriter.write(out, network.network(), network.parameters(), network.examples());
      return;
    }
    throw new CommandException(String.format(
        "a model is written as safetensors or ONNX, not as .%s%n  fix: write it as .safetensors, and"
            + " convert that",
        format));
  }

  private void writeTensors(String format) {
    try (FileContents contents = FileContents.open(in)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (FileContents.Entry entry : contents.tensors()) {
        Optional<Tensor> tensor = contents.tensor(entry.name());
        if (tensor.isPresent()) {
          tensors.put(entry.name(), tensor.get());
        } else {
          PrintWriter err = spec.commandLine().getErr();
          err.printf(
              "left out: %s of type %s, which is no floating point tensor%n",
              Printable.text(entry.name()), Printable.text(entry.elementType()));
        }
      }
      switch (format) {
        case "safetensors" -> SafetensorsWriter.write(out, tensors, contents.metadata());
        case "npz" -> NumpyWriter.write(out, tensors);
        default -> NumpyWriter.write(out, single(tensors));
      }
    }
  }

  private Tensor single(Map<String, Tensor> tensors) {
    if (tensors.size() != 1) {
      throw new CommandException(String.format(
          "%s has %d tensors, an .npy file has one%n  fix: write an .npz file",
          in, tensors.size()));
    }
    return tensors.values().iterator().next();
  }
}
