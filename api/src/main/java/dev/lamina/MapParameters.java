package dev.lamina;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters whose tensors are all in memory. */
final class MapParameters implements Parameters {

  private final Map<String, Tensor> tensors;
  private final Map<String, Shape> shapes;

  MapParameters(Map<String, Tensor> tensors) {
    this.tensors = new LinkedHashMap<>(tensors);
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
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new LaminaException(
          ErrorCode.WEIGHTS,
          "there is no tensor " + name + ", there are " + String.join(", ", tensors.keySet()));
    }
    return tensor;
  }
}
