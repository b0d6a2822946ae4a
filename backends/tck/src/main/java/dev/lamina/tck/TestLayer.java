package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** A layer to test: its shape, its weights, and where they come from. */
final class TestLayer {

  private final LayerSpec spec;
  private final float[] weight;
  private final float[] bias;
  private final float[] slopes;
  private final String origin;

  /**
   * A layer with given weights.
   *
   * @param spec the shape and activation
   * @param weight W (in × out)
   * @param bias b (out), without elements if the layer has none
   * @param origin says in a failure's text which data it was, such as {@code seed 5}
   */
  TestLayer(LayerSpec spec, float[] weight, float[] bias, String origin) {
    this.spec = spec;
    this.weight = weight.clone();
    this.bias = bias.clone();
    this.slopes = slopes(spec);
    this.origin = origin;
    if (weight.length != spec.in() * spec.out() || bias.length != (spec.bias() ? spec.out() : 0)) {
      throw new IllegalArgumentException("weights do not fit " + this);
    }
  }

  static LayerSpec spec(int in, int out, Activation activation, boolean bias) {
    return spec(in, out, ActivationSpec.of(activation), bias);
  }

  static LayerSpec spec(int in, int out, ActivationSpec activation, boolean bias) {
    LayerSpec spec = LayerSpec.of("layer1", NetworkSpec.INPUT, in, out, activation);
    return bias ? spec : spec.withoutBias();
  }

  /**
   * A layer whose z has a spread of about 1 for inputs in ±1, where all activations are neither flat
   * nor straight.
   */
  static TestLayer random(int in, int out, Activation activation, boolean bias, long seed) {
    return random(in, out, ActivationSpec.of(activation), bias, seed);
  }

  /** As the other, for an activation with parameters. */
  static TestLayer random(int in, int out, ActivationSpec activation, boolean bias, long seed) {
    return random(spec(in, out, activation, bias), 2 / Math.sqrt(in), seed);
  }

  /** A layer of a random shape, in and out up to the given ones, with a random activation. */
  static TestLayer randomShape(SplittableRandom random, int largestIn, int largestOut, long seed) {
    List<ActivationSpec> activations = Sizes.ACTIVATIONS;
    return random(
        random.nextInt(1, largestIn + 1),
        random.nextInt(1, largestOut + 1),
        activations.get(random.nextInt(activations.size())),
        random.nextBoolean(),
        seed);
  }

  /** A layer with weights in ±largest and biases in ±1. */
  static TestLayer random(LayerSpec spec, double largest, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weight = uniform(random, spec.in() * spec.out(), largest);
    float[] bias = uniform(random, spec.bias() ? spec.out() : 0, 1);
    return new TestLayer(spec, weight, bias, "seed " + seed);
  }

  /** The same layer with every weight multiplied, so that z is in another range. */
  TestLayer scaled(float factor) {
    float[] changed = weight.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] *= factor;
    }
    return new TestLayer(
        spec, changed, bias, String.format(Locale.ROOT, "%s, W times %s", origin, factor));
  }

  /** A layer whose W is the identity matrix and that has no bias, so that z is x exactly. */
  static TestLayer identityMatrix(int size, ActivationSpec activation) {
    float[] weight = new float[size * size];
    for (int k = 0; k < size; k++) {
      weight[k * size + k] = 1;
    }
    return new TestLayer(
        spec(size, size, activation, false), weight, new float[0], "W = identity matrix");
  }

  /** What a PReLU learned: between -0.5 and 1, and neighbours are far apart. */
  private static float[] slopes(LayerSpec spec) {
    Shape shape = spec.tensorShapes().get(LayerSpec.SLOPE);
    float[] slopes = new float[shape == null ? 0 : (int) shape.elementCount()];
    for (int j = 0; j < slopes.length; j++) {
      slopes[j] = (j * 37 + 75) % 101 / 101f * 1.5f - 0.5f;
    }
    return slopes;
  }

  private static float[] uniform(SplittableRandom random, int count, double largest) {
    float[] elements = new float[count];
    for (int i = 0; i < count; i++) {
      elements[i] = (float) random.nextDouble(-largest, largest);
    }
    return elements;
  }

  /** The same layer with one weight w_kj replaced. */
  TestLayer withWeight(int k, int j, float value) {
    float[] changed = weight.clone();
    changed[k * out() + j] = value;
    return new TestLayer(
        spec, changed, bias, String.format(Locale.ROOT, "%s, W[%d, %d] = %s", origin, k, j, value));
  }

  /** The same layer with one bias b_j replaced. */
  TestLayer withBias(int j, float value) {
    float[] changed = bias.clone();
    changed[j] = value;
    return new TestLayer(
        spec, weight, changed, String.format(Locale.ROOT, "%s, b[%d] = %s", origin, j, value));
  }

  /** Examples in ±1. */
  float[] randomX(int rows, long seed) {
    return randomX(rows, 1, seed);
  }

  /** Examples in ±largest; not the same numbers as the weights from that seed. */
  float[] randomX(int rows, double largest, long seed) {
    return uniform(new SplittableRandom(~seed), rows * in(), largest);
  }

  int in() {
    return spec.in();
  }

  int out() {
    return spec.out();
  }

  ActivationSpec activation() {
    return spec.activation();
  }

  LayerSpec spec() {
    return spec;
  }

  boolean hasBias() {
    return spec.bias();
  }

  float weight(int k, int j) {
    return weight[k * out() + j];
  }

  float bias(int j) {
    return bias[j];
  }

  /** What a PReLU learned; no elements for another activation. */
  float[] slopes() {
    return slopes;
  }

  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(LayerSpec.WEIGHT, Tensor.of(Shape.of(in(), out()), weight));
    if (hasBias()) {
      tensors.put(LayerSpec.BIAS, Tensor.of(Shape.of(out()), bias));
    }
    if (slopes.length > 0) {
      tensors.put(LayerSpec.SLOPE, Tensor.of(Shape.of(slopes.length), slopes));
    }
    return tensors;
  }

  DenseKernel prepare(Backend backend) {
    return backend.prepare(spec, new LayerParameters(tensors()));
  }

  /** A for X, with the tolerance of each element. */
  Estimate reference(int rows, float[] x) {
    return new DenseReference(this).apply(Estimate.exactly(rows, in(), x));
  }

  /** A for Z that is known exactly, with the tolerance of each element. */
  Estimate activated(int rows, float[] z) {
    ActivationReference reference = new ActivationReference(activation(), slopes);
    Estimate a = Estimate.ofSize(rows, out());
    for (int row = 0; row < rows; row++) {
      double[] values = new double[out()];
      for (int j = 0; j < values.length; j++) {
        values[j] = z[row * out() + j];
      }
      double[] errors = new double[out()];
      reference.apply(values, errors);
      a.setRow(row, values, errors);
    }
    return a;
  }

  /** The shape equation with what goes into it: the beginning of every failure's text. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "layer (N x %d) * (%d x %d)%s, %s, %s",
        in(),
        in(),
        out(),
        hasBias() ? " + (1 x " + out() + ")" : " without bias",
        spec.activation(),
        origin);
  }
}
