package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.Tensor;
import dev.lamina.execution.Execution;
import dev.lamina.execution.Preparation;
import dev.lamina.execution.Slot;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** A chain of layers, prepared and run as a generated class does it. */
final class TestNetwork {

  private final NetworkSpec spec;
  private final List<TestLayer> layers;
  private final long seed;

  private TestNetwork(NetworkSpec spec, List<TestLayer> layers, long seed) {
    this.spec = spec;
    this.layers = layers;
    this.seed = seed;
  }

  /** A chain with random widths up to the given one, random activations and random weights. */
  static TestNetwork random(int depth, int largestWidth, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // A chain of exponentials would overflow.
    List<ActivationSpec> activations = Sizes.ACTIVATIONS.stream()
        .filter(activation -> activation.kind() != Activation.EXP)
        .toList();
    List<TestLayer> layers = new ArrayList<>();
    String input = NetworkSpec.INPUT;
    int in = random.nextInt(1, largestWidth + 1);
    for (int i = 1; i <= depth; i++) {
      int out = random.nextInt(1, largestWidth + 1);
      LayerSpec layer = LayerSpec.of(
          "layer" + i, input, in, out, activations.get(random.nextInt(activations.size())));
      if (random.nextInt(4) == 0) {
        layer = layer.withoutBias();
      }
      // Small weights: the tolerance of a result must not grow much from layer to layer.
      layers.add(TestLayer.random(layer, 1 / Math.sqrt(in), random.nextLong()));
      input = layer.name();
      in = out;
    }
    NetworkSpec spec =
        NetworkSpec.chain("Chain", layers.stream().map(TestLayer::spec).toArray(LayerSpec[]::new));
    return new TestNetwork(spec, layers, seed);
  }

  NetworkSpec spec() {
    return spec;
  }

  int inputSize() {
    return spec.inputSize();
  }

  int outputSize() {
    return spec.outputSize();
  }

  float[] randomX(int rows, long xSeed) {
    return layers.get(0).randomX(rows, xSeed);
  }

  /** The network's result, with the tolerances that its layers pass on. */
  Estimate reference(int rows, float[] x) {
    Estimate a = Estimate.exactly(rows, inputSize(), x);
    for (TestLayer layer : layers) {
      a = new DenseReference(layer).apply(a);
    }
    return a;
  }

  /** The kernels of the layers, in order. */
  List<DenseKernel> prepare(Backend backend) {
    return layers.stream().map(layer -> layer.prepare(backend)).toList();
  }

  /** What a generated class holds: the matrices between the layers lie side by side in scratch. */
  Execution build(Backend backend, Options options) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (TestLayer layer : layers) {
      layer
          .tensors()
          .forEach((role, tensor) -> tensors.put(layer.spec().name() + "." + role, tensor));
    }
    Preparation preparation = new Preparation(spec, Parameters.of(tensors), backend, options);
    int depth = layers.size();
    LayerSpec[] specs = new LayerSpec[depth];
    DenseKernel[] kernels = new DenseKernel[depth];
    Slot[] slots = new Slot[depth + 1];
    slots[0] = Slot.input(0);
    int scratchColumns = 0;
    for (int i = 0; i < depth; i++) {
      specs[i] = layers.get(i).spec();
      kernels[i] = preparation.dense(specs[i]);
      if (i < depth - 1) {
        slots[i + 1] = Slot.scratch(scratchColumns);
        scratchColumns += specs[i].out();
      } else {
        slots[i + 1] = Slot.output(0);
      }
    }
    return preparation.execution(scratchColumns, pass -> {
      for (int i = 0; i < depth; i++) {
        pass.dense(specs[i], kernels[i], slots[i], slots[i + 1]);
      }
    });
  }

  /** The chain of widths and activations: the beginning of every failure's text. */
  @Override
  public String toString() {
    return layers.stream()
        .map(layer -> String.format(
            Locale.ROOT,
            " -> %s%s (N x %d)",
            layer.spec().activation(),
            layer.hasBias() ? "" : " without bias",
            layer.out()))
        .collect(Collectors.joining("", "network X (N x " + inputSize() + ")", ", seed " + seed));
  }
}
