package dev.lamina.cli;

import dev.lamina.Activation;
import dev.lamina.NetworkSpec;
import dev.lamina.weights.FileContents;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.onnx.OnnxFile;
import dev.lamina.weights.onnx.OnnxMetadata;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is in a file. */
@Command(
    name = "inspect",
    description =
        "Shows the tensors of a file, what it says of itself, and the @Dense layers it looks"
            + " like.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Runnable {

  @Parameters(paramLabel = "FILE", description = "safetensors, .npy, .npz or ONNX")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path file;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    if (FileContents.isOnnx(file)) {
      printModel(out);
    } else {
      printTensors(out);
    }
  }

  private void printTensors(PrintWriter out) {
    try (FileContents contents = FileContents.open(file)) {
      out.printf(
          "%s: %s, %d tensors%n", file, contents.format(), contents.tensors().size());
      print(out, contents.metadata());
      TextTable table = new TextTable("tensor", "type", "shape");
      contents
          .tensors()
          .forEach(tensor -> table.row(
              Printable.text(tensor.name()),
              Printable.text(tensor.elementType()),
              tensor.dimensions().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(" x ", "(", ")"))));
      out.println(table);
      contents
          .network("Network")
          .ifPresentOrElse(
              network -> printLayers(out, network, remark(network)),
              () -> out.println("names and shapes are not those of a chain of dense layers"));
    }
  }

  private static String remark(NetworkSpec network) {
    boolean hasSlopes =
        network.layers().stream().anyMatch(layer -> layer.activation().kind() == Activation.PRELU);
    return hasSlopes ? "without their activations but PReLU" : "without their activations";
  }

  private void printModel(PrintWriter out) {
    try (OnnxFile model = OnnxFile.open(file)) {
      OnnxMetadata metadata = model.model().metadata();
      out.printf(
          "%s: ONNX, %d layers, opset %d, written by %s %s%n",
          file,
          model.model().layers().size(),
          metadata.operatorSet(),
          Printable.text(metadata.producer()),
          Printable.text(metadata.producerVersion()));
      printLayers(out, model.model().network("Network"), "with everything folded that can be");
    }
  }

  private static void print(PrintWriter out, Map<String, String> metadata) {
    metadata.forEach(
        (name, text) -> out.printf("  %s = %s%n", Printable.text(name), Printable.text(text)));
  }

  private static void printLayers(PrintWriter out, NetworkSpec network, String remark) {
    out.printf("it looks like these layers, %s:%n%n", remark);
    DenseSource.lines(network).forEach(out::println);
    out.println();
    out.println(network.summary());
  }
}
