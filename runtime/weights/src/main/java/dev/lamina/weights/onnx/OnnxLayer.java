package dev.lamina.weights.onnx;

import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.weights.file.ArrayTensor;
import dev.lamina.weights.file.Printable;
import java.util.Optional;

/**
 * A dense layer of a model file, A = g(X·W + b), with everything around it that could be made part of W
 * and b.
 */
public final class OnnxLayer {

  private final String name;
  private final ActivationSpec activation;
  private final DenseWeights weights;
  private final Optional<LearnedSlope> slope;

  OnnxLayer(
      String name, ActivationSpec activation, DenseWeights weights, Optional<LearnedSlope> slope) {
    this.name = name;
    this.activation = activation;
    this.weights = weights;
    this.slope = slope;
  }

  /**
   * The name that the file has for it, {@code 0} where its weight is called {@code 0.weight}, or {@code
   * layer1} for the first layer if the file has none.
   *
   * @return the name, different from those of the other layers
   */
  public String name() {
    return name;
  }

  /**
   * The number of columns of X.
   *
   * @return in, positive
   */
  public int in() {
    return weights.in();
  }

  /**
   * The number of units.
   *
   * @return out, positive
   */
  public int out() {
    return weights.out();
  }

  /**
   * The function g.
   *
   * @return the activation with its parameters
   */
  public ActivationSpec activation() {
    return activation;
  }

  /**
   * Whether b is added.
   *
   * @return false for X·W alone
   */
  public boolean hasBias() {
    return weights.hasBias();
  }

  /**
   * Reads one of the tensors of {@link LayerSpec#tensorShapes()}: W (in × out), b or the slope that a PReLU
   * learned (one element, or one for each unit). What had to be computed was computed in double precision.
   *
   * @param role {@link LayerSpec#WEIGHT}, {@link LayerSpec#BIAS} or {@link LayerSpec#SLOPE}
   * @return the tensor, read anew each time
   * @throws dev.lamina.LaminaException if it cannot be read, or a value does not fit a float
   * @throws IllegalArgumentException if the layer has none of that role
   */
  public ArrayTensor tensor(String role) {
    if (role.equals(LayerSpec.WEIGHT)) {
      return weights.weight();
    }
    if (role.equals(LayerSpec.BIAS) && hasBias()) {
      return weights.bias().orElseThrow();
    }
    if (role.equals(LayerSpec.SLOPE) && slope.isPresent()) {
      return slope.get().read();
    }
    throw new IllegalArgumentException("layer " + name + " has no " + role);
  }

  /**
   * What Lamina calls a layer of this shape.
   *
   * @param input the name of the layer or network input in front of it
   * @return the specification
   */
  public LayerSpec spec(String input) {
    LayerSpec spec = LayerSpec.of(name, input, in(), out(), activation);
    return hasBias() ? spec : spec.withoutBias();
  }

  /** {@code 0: 784 -> 128 relu}. */
  @Override
  public String toString() {
    return Printable.text(name) + ": " + in() + " -> " + out() + " " + activation
        + (hasBias() ? "" : ", no bias");
  }
}
