package dev.lamina.weights;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.file.ArrayTensor;
import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.Printable;
import dev.lamina.weights.onnx.ExternalFiles;
import dev.lamina.weights.onnx.OnnxFile;
import dev.lamina.weights.onnx.OnnxLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An open ONNX file that fits its network. */
final class OnnxWeights implements OpenWeights, Parameters {

  private final String description;
  private final OnnxFile file;
  private final NetworkSpec network;
  private final Map<String, OnnxLayer> layers;
  private final boolean nonFiniteAllowed;

  /** What was found in tensors that have NaN or infinite values, by the tensor's name. */
  private final Map<String, String> nonFinite = new LinkedHashMap<>();

  private OnnxWeights(
      String description,
      OnnxFile file,
      NetworkSpec network,
      Map<String, OnnxLayer> layers,
      boolean nonFiniteAllowed) {
    this.description = description;
    this.file = file;
    this.network = network;
    this.layers = layers;
    this.nonFiniteAllowed = nonFiniteAllowed;
  }

  /**
   * Reads the graph of a file and matches it with a network.
   *
   * @throws LaminaException if the file is no good or does not fit; it is closed then
   */
  static OpenWeights open(
      ByteSource bytes, ExternalFiles externalFiles, NetworkSpec network, Reading reading) {
    OnnxFile file = OnnxFile.open(bytes, externalFiles);
    try {
      Misfit misfit = new Misfit(bytes.description(), network);
      if (!reading.renamed().isEmpty() || reading.orientation().isPresent()) {
        misfit.add(
            "an ONNX model says itself which tensor is which and which way round",
            "leave rename and orientation out");
      }
      Map<String, OnnxLayer> layers = new OnnxMatching(file.model(), network, misfit).match();
      if (!misfit.isEmpty()) {
        throw misfit.error();
      }
      return new OnnxWeights(
          bytes.description(), file, network, layers, reading.nonFiniteAllowed());
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
    if (!shapes().containsKey(name)) {
      throw new LaminaException(
          ErrorCode.WEIGHTS,
          "there is no tensor " + name + ", there are "
              + String.join(", ", shapes().keySet()));
    }
    Tensor tensor = scanned(name);
    if (!nonFinite.isEmpty() && !nonFiniteAllowed) {
      throw refused();
    }
    return tensor;
  }

  private Tensor scanned(String name) {
    for (LayerSpec layer : network.layers()) {
      for (String role : layer.tensorShapes().keySet()) {
        if (name.equals(layer.name() + "." + role)) {
          return scanned(layer, role);
        }
      }
    }
    throw new IllegalStateException("no layer for " + name);
  }

  private Tensor scanned(LayerSpec layer, String role) {
    OnnxLayer found = layers.get(layer.name());
    if (found == null) {
      throw new IllegalStateException("no layer for " + layer.name() + "." + role);
    }
    ArrayTensor tensor = UnfoldedNormalization.isOfBatch(layer, role)
        ? UnfoldedNormalization.tensor(layer, role, found)
        : found.tensor(role);
    if (!tensor.isFinite()) {
      scan(found, role, tensor);
    }
    return tensor;
  }

  /** Now that the file is no good, all of it is read, so that the error has everything at once. */
  private LaminaException refused() {
    shapes().keySet().forEach(this::scanned);
    Misfit misfit = new Misfit(description, network);
    nonFinite.values().forEach(problem -> misfit.addNonFinite(problem, ValueCheck.FIX_NON_FINITE));
    return misfit.error();
  }

  /** Remembers what is not finite. */
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
    String name = "the " + role + " of layer " + Printable.text(layer.name());
    nonFinite.put(
        name,
        name + " has " + count + " NaN or infinite or too large for float, the first at " + first);
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
            "%s: results may be NaN or infinite, too, for %s",
            description, String.join("; ", nonFinite.values())));
  }

  @Override
  public void close() {
    file.close();
  }
}
