package dev.lamina.weights.onnx;

import dev.lamina.NetworkSpec;
import java.util.List;

/**
 * What an ONNX file computes: a network of dense layers.
 *
 * @param metadata what the file says of itself
 * @param inputs the file's names for the inputs, side by side in X
 * @param outputs the file's names for the results
 * @param spec the network, with the names that layers have in the file; a single input is called {@link
 *     NetworkSpec#INPUT}
 * @param layers its layers with their weights, in its order
 */
public record OnnxModel(
    OnnxMetadata metadata,
    List<String> inputs,
    List<String> outputs,
    NetworkSpec spec,
    List<OnnxLayer> layers) {

  /** Copies. */
  public OnnxModel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    layers = List.copyOf(layers);
  }

  /**
   * ℓ₀.
   *
   * @return the number of columns of X
   */
  public int inputSize() {
    return spec.inputSize();
  }

  /**
   * The number of columns of the result.
   *
   * @return those of all outputs
   */
  public int outputSize() {
    return spec.outputSize();
  }

  /**
   * The network with the names, shapes and activations of the file.
   *
   * @param name what to call it
   * @return the network
   */
  public NetworkSpec network(String name) {
    return new NetworkSpec(name, spec.inputs(), spec.layers(), spec.outputs());
  }
}
