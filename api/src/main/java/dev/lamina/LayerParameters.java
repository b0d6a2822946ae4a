package dev.lamina;

import java.util.Map;
import java.util.Optional;

/**
 * What one layer learned, as a backend gets it to prepare the layer: tensors by their role. They have
 * the shapes of {@link LayerSpec#tensorShapes()} when a network is built.
 *
 * @param tensors the tensors by role; {@link LayerSpec#WEIGHT} is always there
 */
public record LayerParameters(Map<String, Tensor> tensors) {

  /**
   * Copies.
   *
   * @throws IllegalArgumentException if there is no weight
   */
  public LayerParameters {
    tensors = Map.copyOf(tensors);
    if (!tensors.containsKey(LayerSpec.WEIGHT)) {
      throw new IllegalArgumentException(
          ErrorCode.WEIGHTS.text("a layer needs a weight, got %s", tensors.keySet()));
    }
  }

  /**
   * W.
   *
   * @return the weight matrix (in × out)
   */
  public Tensor weight() {
    return tensor(LayerSpec.WEIGHT).orElseThrow();
  }

  /**
   * b.
   *
   * @return the bias vector (out), empty if the layer has none
   */
  public Optional<Tensor> bias() {
    return tensor(LayerSpec.BIAS);
  }

  /**
   * s.
   *
   * @return what the activation multiplies negative values by, one element or one for each unit
   *     (out); empty if it learns no slope
   */
  public Optional<Tensor> slope() {
    return tensor(LayerSpec.SLOPE);
  }

  /**
   * The elements of s.
   *
   * @return a new array of one slope, or one for each unit; without elements if none is learned
   */
  public float[] slopes() {
    Optional<Tensor> slope = slope();
    float[] elements =
        new float[slope.map(s -> Math.toIntExact(s.shape().elementCount())).orElse(0)];
    slope.ifPresent(s -> s.read(0, elements, 0, elements.length));
    return elements;
  }

  /**
   * A tensor by its role.
   *
   * @param role the role, such as {@link LayerSpec#BIAS}
   * @return the tensor, if there is one
   */
  public Optional<Tensor> tensor(String role) {
    return Optional.ofNullable(tensors.get(role));
  }
}
