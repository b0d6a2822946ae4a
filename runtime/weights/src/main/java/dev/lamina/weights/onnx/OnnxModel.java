package dev.lamina.weights.onnx;

import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What an ONNX file computes: a chain of dense layers.
 *
 * @param metadata what the file says of itself
 * @param input the file's name for X
 * @param output the file's name for the result
 * @param layers the layers from input to output, at least one
 */
public record OnnxModel(
    OnnxMetadata metadata, String input, String output, List<OnnxLayer> layers) {

  /** Copies. */
  public OnnxModel {
    layers = List.copyOf(layers);
  }

  /**
   * ℓ₀.
   *
   * @return the number of columns of X
   */
  public int inputSize() {
    return layers.get(0).in();
  }

  /**
   * The number of columns of the result.
   *
   * @return the out of the last layer
   */
  public int outputSize() {
    return layers.get(layers.size() - 1).out();
  }

  /**
   * The network with the names, shapes and activations of the file.
   *
   * @param name what to call it
   * @return the chain
   */
  public NetworkSpec network(String name) {
    List<LayerSpec> specs = new ArrayList<>();
    String previous = NetworkSpec.INPUT;
    for (OnnxLayer layer : layers) {
      specs.add(layer.spec(previous));
      previous = layer.name();
    }
    return NetworkSpec.chain(name, specs.toArray(LayerSpec[]::new));
  }
}
