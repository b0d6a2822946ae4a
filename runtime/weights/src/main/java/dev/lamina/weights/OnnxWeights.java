package dev.lamina.weights;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.onnx.ExternalFiles;
import dev.lamina.weights.onnx.OnnxFile;
import dev.lamina.weights.onnx.OnnxLayer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An open ONNX file that fits its network. */
final class OnnxWeights implements OpenWeights, Parameters {

  private final String description;
  private final OnnxFile file;
  private final NetworkSpec network;
  private final Map<String, OnnxLayer> layers;

  /** What was found in tensors that have NaN or infinite values, by the tensor's name. */
  private final Map<String, String> nonFinite = new LinkedHashMap<>();

  private OnnxWeights(
      String description, OnnxFile file, NetworkSpec network, Map<String, OnnxLayer> layers) {
    this.description = description;
    this.file = file;
    this.network = network;
    this.layers = layers;
  }

  /** A file in a folder, which may have external data beside it. */
  static OpenWeights open(Path path, NetworkSpec network) {
    Path folder = path.toAbsolutePath().getParent();
    ExternalFiles beside = folder == null
        ? ExternalFiles.none()
        : ExternalFiles.in(folder, data -> new OnnxBytes(FileBytes.open(data)));
    return open(FileBytes.open(path), beside, network);
  }

  /**
   * Reads the graph of a file and matches it with a network.
   *
   * @throws LaminaException if the file is no good or does not fit; it is closed then
   */
  static OpenWeights open(ByteSource bytes, ExternalFiles externalFiles, NetworkSpec network) {
    OnnxFile file = OnnxFile.open(new OnnxBytes(bytes), externalFiles);
    try {
      return new OnnxWeights(
          bytes.description(),
          file,
          network,
          new OnnxMatching(bytes.description(), file.model(), network).match());
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Parameters parameters() {
    return this;
  }

  @Override
  public Map<String, Shape> shapes() {
    return network.tensorShapes();
  }

  @Override
  public Tensor tensor(String name) {
    int dot = name.lastIndexOf('.');
    if (!shapes().containsKey(name)) {
      throw new LaminaException(
          ErrorCode.WEIGHTS,
          "there is no tensor " + name + ", there are "
              + String.join(", ", shapes().keySet()));
    }
    OnnxLayer layer = layers.get(name.substring(0, dot));
    if (layer == null) {
      throw new IllegalStateException("no layer for " + name);
    }
    Tensor tensor = layer.tensor(name.substring(dot + 1));
    scan(layer, name.substring(dot + 1), tensor);
    return tensor;
  }

  private void scan(OnnxLayer layer, String role, Tensor tensor) {
    float[] piece = new float[1024];
    int length = Math.toIntExact(tensor.shape().elementCount());
    long count = 0;
    String first = "";
    for (int from = 0; from < length; from += piece.length) {
      int n = Math.min(piece.length, length - from);
      tensor.read(from, piece, 0, n);
      for (int i = 0; i < n; i++) {
        if (!Float.isFinite(piece[i])) {
          first = count == 0 ? position(from + i, tensor.shape()) + " is " + piece[i] : first;
          count++;
        }
      }
    }
    if (count > 0) {
      String name = "the " + role + " of layer " + Printable.text(layer.name());
      nonFinite.put(name, name + " has " + count + ", the first at " + first);
    }
  }

  private static String position(int index, Shape shape) {
    int columns = shape.dimensions().get(shape.rank() - 1);
    return shape.rank() == 1
        ? "[" + index + "]"
        : "[" + index / columns + ", " + index % columns + "]";
  }

  @Override
  public List<String> warnings() {
    return nonFinite.isEmpty()
        ? List.of()
        : List.of(ErrorCode.NAN.text(
            "%s holds values that are NaN or infinite, results may be so too: %s",
            description, nonFinite.values().stream().collect(Collectors.joining("; "))));
  }

  @Override
  public void close() {
    file.close();
  }
}
