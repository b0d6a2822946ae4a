package dev.lamina.cli;

import dev.lamina.ActivationSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Tensor;
import dev.lamina.weights.Examples;
import dev.lamina.weights.FileContents;
import dev.lamina.weights.OpenWeights;
import dev.lamina.weights.WeightsSource;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.onnx.OnnxFile;
import dev.lamina.weights.onnx.OnnxLayer;
import dev.lamina.weights.onnx.OnnxMetadata;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads networks out of files, with everything that a file does not say said by the user. */
final class NetworkImport {

  private final Path file;
  private final String name;
  private final ExampleOptions options;

  /**
   * An import.
   *
   * @param file the file
   * @param name what to call the network
   * @param options where examples come from
   */
  NetworkImport(Path file, String name, ExampleOptions options) {
    this.file = file;
    this.name = name;
    this.options = options;
  }

  /**
   * Reads the network.
   *
   * @param activations those of the layers in order; empty for an ONNX file, which has them
   * @throws CommandException if they are missing or surplus, or the file is no chain of layers
   */
  ImportedNetwork read(List<ActivationSpec> activations) {
    if (!FileContents.isOnnx(file)) {
      return readTensors(activations);
    }
    FileNetwork.refuse(activations);
    return readModel();
  }

  private ImportedNetwork readModel() {
    try (OnnxFile model = OnnxFile.open(file)) {
      NetworkSpec network = model.model().network(name);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (OnnxLayer layer : model.model().layers()) {
        layer
            .spec()
            .tensorShapes()
            .keySet()
            .forEach(role -> tensors.put(layer.name() + "." + role, layer.tensor(role)));
      }
      OnnxMetadata metadata = model.model().metadata();
      String producer = (metadata.producer() + " " + metadata.producerVersion()).strip();
      String origin = file.getFileName() + (producer.isEmpty() ? "" : ", written by " + producer);
      return new ImportedNetwork(
          network,
          Parameters.of(tensors),
          options.given(network).or(() -> examples(model, network)),
          Printable.text(origin));
    }
  }

  /** The outputs are what the file's own graph computes, node by node. */
  private Optional<Examples> examples(OnnxFile model, NetworkSpec network) {
    return options.inputs(network).map(x -> {
      int rows = x.length / network.inputSize();
      double[] wide = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        wide[i] = x[i];
      }
      double[] computed = model.evaluate(wide, rows);
      float[] y = new float[computed.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = (float) computed[i];
      }
      return Examples.of(rows, x, y)
          .withTool("the graph of " + Printable.text(String.valueOf(file.getFileName()))
              + ", in double precision");
    });
  }

  private ImportedNetwork readTensors(List<ActivationSpec> activations) {
    NetworkSpec complete = new FileNetwork(file, name).read(activations);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (OpenWeights weights = WeightsSource.file(file).open(complete)) {
      for (String tensor : complete.tensorShapes().keySet()) {
        tensors.put(tensor, weights.parameters().tensor(tensor));
      }
      return new ImportedNetwork(
          complete,
          Parameters.of(tensors),
          options.given(complete).or(weights::examples),
          Printable.text(String.valueOf(file.getFileName())));
    }
  }
}
