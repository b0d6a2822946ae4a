package dev.lamina.weights;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters that stay in their file until they are asked for. */
final class StoredParameters implements Parameters {

  private final ByteSource file;
  private final Map<String, BoundTensor> tensors;
  private final NonFiniteValues nonFinite;
  private final Map<String, Shape> shapes;

  StoredParameters(ByteSource file, Map<String, BoundTensor> tensors, NonFiniteValues nonFinite) {
    this.file = file;
    this.tensors = tensors;
    this.nonFinite = nonFinite;
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
    NonFiniteValues.Scan scan = new NonFiniteValues.Scan();
    TensorReader reader = new TensorReader(file, tensor.stored(), scan);
    float[] elements = tensor.stored().isMatrix() ? reader.readTransposed() : reader.read();
    file.checkUnchanged();
    nonFinite.add(tensor.stored(), scan);
    return new ArrayTensor(tensor.shape(), elements);
  }
}
