package dev.lamina.weights.onnx;

import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.Shape;
import dev.lamina.weights.file.ArrayTensor;
import dev.lamina.weights.file.Printable;
import java.util.Map;
import java.util.Optional;

/**
 * A dense layer of a model file, A = g(X·W + b), with everything around it that could be made part of W
 * and b.
 */
public final class OnnxLayer {

  private final TensorStore store;
  private final LayerSpec spec;
  private final DenseWeights weights;
  private final Optional<LearnedSlope> slope;

  /** Those of normalisations by role, an element for each column or one for all. */
  private final Map<String, double[]> vectors;

  OnnxLayer(
      TensorStore store,
      LayerSpec spec,
      DenseWeights weights,
      Optional<LearnedSlope> slope,
      Map<String, double[]> vectors) {
    this.store = store;
    this.spec = spec;
    this.weights = weights;
    this.slope = slope;
    this.vectors = Map.copyOf(vectors);
  }

  /**
   * The name that the file has for it, {@code 0} where its weight is called {@code 0.weight}, or {@code
   * layer1} for the first layer if the file has none.
   *
   * @return the name, different from those of the other layers
   */
  public String name() {
    return spec.name();
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
    return spec.activation();
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
   * Reads one of the tensors of {@link LayerSpec#tensorShapes()}: W (in × out), b, the slope that a PReLU
   * learned (one element, or one for each unit) or the vectors of a normalisation. What had to be computed was computed in double precision.
   *
   * @param role one of those of the layer's {@link #spec()}
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
    double[] vector = vectors.get(role);
    if (vector != null) {
      return vector(role, vector);
    }
    throw new IllegalArgumentException("layer " + name() + " has no " + role);
  }

  private ArrayTensor vector(String role, double[] vector) {
    FloatFit fit = new FloatFit(store, name());
    float[] elements = new float[role.startsWith("input_") ? in() : out()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = fit.round(ColumnScaling.at(vector, i), role);
    }
    return new ArrayTensor(Shape.of(elements.length), elements);
  }

  /**
   * What it reads, what it computes and what it adds, with the names of the file.
   *
   * @return the specification
   */
  public LayerSpec spec() {
    return spec;
  }

  /** {@code 0: 784 -> 128 relu}. */
  @Override
  public String toString() {
    return Printable.text(name()) + ": " + in() + " -> " + out() + " " + activation()
        + (hasBias() ? "" : ", no bias");
  }
}
