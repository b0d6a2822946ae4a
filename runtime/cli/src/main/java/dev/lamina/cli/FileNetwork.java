package dev.lamina.cli;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.weights.FileContents;
import dev.lamina.weights.onnx.OnnxFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The shapes of the network in a file.
 *
 * @param file ONNX, or tensors
 * @param name what to call the network
 */
record FileNetwork(Path file, String name) {

  /**
   * Reads the shapes, and whatever activations the file says.
   *
   * @throws CommandException if the tensors are not those of a chain of layers
   */
  NetworkSpec read() {
    if (FileContents.isOnnx(file)) {
      try (OnnxFile model = OnnxFile.open(file)) {
        return model.model().network(name);
      }
    }
    try (FileContents contents = FileContents.open(file)) {
      return contents
          .network(name)
          .orElseThrow(() -> new CommandException(String.format(
              "%s does not look like a chain of dense layers%n"
                  + "  fix: lamina inspect %s shows what is in it",
              file, file)));
    }
  }

  /**
   * Reads the shapes of a file that does not say activations.
   *
   * @param activations those of the layers in order
   * @throws CommandException if there is not one for each layer, the tensors are not those of a chain of
   *     layers, or it is an ONNX file
   */
  NetworkSpec read(List<ActivationSpec> activations) {
    if (FileContents.isOnnx(file)) {
      refuse(activations);
      return read();
    }
    NetworkSpec network = read();
    if (activations.size() != network.layers().size()) {
      throw new CommandException(String.format(
          "%s has %d layers and does not say their activations, got %d%n"
              + "  fix: --activations with one for each, such as %s",
          file,
          network.layers().size(),
          activations.size(),
          "relu,".repeat(network.layers().size() - 1) + "softmax"));
    }
    List<LayerSpec> layers = new ArrayList<>();
    for (LayerSpec layer : network.layers()) {
      layers.add(layer.withActivation(said(activations.get(layers.size()), layer.activation())));
    }
    return new NetworkSpec(
        name,
        network.inputs(),
        layers,
        network.outputs(),
        network.inputScaling(),
        network.outputScaling());
  }

  /**
   * An ONNX file needs no activations from elsewhere.
   *
   * @throws CommandException if there are some
   */
  static void refuse(List<ActivationSpec> activations) {
    if (!activations.isEmpty()) {
      throw new CommandException(
          "an ONNX file says itself which activations it has\n  fix: leave --activations out");
    }
  }

  /** How many slopes a PReLU has is in the file. */
  private static ActivationSpec said(ActivationSpec activation, ActivationSpec inFile) {
    return activation.kind() == Activation.PRELU && inFile.slopePerUnit()
        ? activation.withSlopePerUnit()
        : activation;
  }
}
