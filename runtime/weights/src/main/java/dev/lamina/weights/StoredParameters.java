package dev.lamina.weights;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.weights.file.ArrayTensor;
import dev.lamina.weights.file.ValueScan;
import dev.lamina.weights.file.WeightFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters that stay in their file until they are asked for. */
final class StoredParameters implements Parameters {

  private final WeightFile file;
  private final NetworkSpec network;
  private final Map<String, BoundTensor> tensors;
  private final ValueCheck values;
  private final Map<String, Shape> shapes;

  StoredParameters(
      WeightFile file, NetworkSpec network, Map<String, BoundTensor> tensors, ValueCheck values) {
    this.file = file;
    this.network = network;
    this.tensors = tensors;
    this.values = values;
    Map<String, Shape> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    this.shapes = Collections.unmodifiableMap(shapes);
  }

  @Override
  public Map<String, Shape> shapes() {
    return shapes;
  }

  @Override
  public Tensor tensor(String name) {
    BoundTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new LaminaException(
          ErrorCode.WEIGHTS,
          "there is no tensor " + name + ", there are " + String.join(", ", tensors.keySet()));
    }
    ValueScan scan = new ValueScan(tensor.stored());
    float[] elements = tensor.read(scan);
    file.checkUnchanged();
    if (!values.accepts(tensor.stored(), scan)) {
      throw refused();
    }
    return new ArrayTensor(tensor.shape(), elements);
  }

  /** Now that the file is no good, all of it is read, so that the error has everything at once. */
  private LaminaException refused() {
    Misfit misfit = new Misfit(file.description(), network);
    values.report(tensors.values(), misfit);
    file.checkUnchanged();
    return misfit.error();
  }
}
