package dev.lamina.processor;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.Tensor;
import dev.lamina.processor.CompilerUnderTest.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A chain of layers drawn at random: its source, and what it computes in double precision. */
final class RandomChain {

  private static final List<Activation> ACTIVATIONS =
      List.of(Activation.RELU, Activation.SIGMOID, Activation.TANH);

  private record Layer(int in, boolean isInferred, int out, boolean bias, Activation activation) {}

  private final String name;
  private final List<Layer> layers = new ArrayList<>();

  RandomChain(long seed) {
    Random random = new Random(seed);
    name = "Chain" + seed;
    int count = 1 + random.nextInt(6);
    int in = 1 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      int out = 1 + random.nextInt(40);
      boolean isLast = i == count - 1;
      Activation activation = isLast && out > 1
          ? Activation.SOFTMAX
          : ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
      boolean isInferred = i > 0 && random.nextBoolean();
      layers.add(new Layer(in, isInferred, out, random.nextInt(4) > 0, activation));
      in = out;
    }
  }

  String name() {
    return name;
  }

  int layerCount() {
    return layers.size();
  }

  Source source() {
    return source(-1);
  }

  /** The source with a wrong {@code in} on one layer, which stands on line 4 + its index. */
  Source source(int broken) {
    StringBuilder text =
        new StringBuilder("package acme;\nimport static dev.lamina.Activation.*;\n\n");
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      text.append("@dev.lamina.Dense(");
      if (i == broken) {
        text.append("in = ").append(layer.in() + 1).append(", ");
      } else if (!layer.isInferred()) {
        text.append("in = ").append(layer.in()).append(", ");
      }
      text.append("out = ")
          .append(layer.out())
          .append(", activation = ")
          .append(layer.activation());
      text.append(layer.bias() ? ")\n" : ", bias = false)\n");
    }
    return new Source("acme." + name, text + "public interface " + name + " {}\n");
  }

  /** The result for one example, in double precision and in the plainest way. */
  double[] reference(NetworkSpec network, Parameters parameters, float[] x) {
    double[] a = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      a[i] = x[i];
    }
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      String prefix = network.layers().get(i).name() + ".";
      float[] weight = elements(parameters.tensor(prefix + LayerSpec.WEIGHT));
      float[] bias = layer.bias()
          ? elements(parameters.tensor(prefix + LayerSpec.BIAS))
          : new float[layer.out()];
      double[] z = new double[layer.out()];
      for (int j = 0; j < z.length; j++) {
        z[j] = bias[j];
        for (int k = 0; k < layer.in(); k++) {
          z[j] += a[k] * weight[k * layer.out() + j];
        }
      }
      a = activated(layer.activation(), z);
    }
    return a;
  }

  private static float[] elements(Tensor tensor) {
    float[] elements = new float[(int) tensor.shape().elementCount()];
    tensor.read(0, elements, 0, elements.length);
    return elements;
  }

  private static double[] activated(Activation activation, double[] z) {
    double sum = 0;
    for (double value : z) {
      sum += Math.exp(value);
    }
    double[] a = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      a[j] = switch (activation) {
        case IDENTITY -> z[j];
        case RELU -> Math.max(z[j], 0);
        case SIGMOID -> 1 / (1 + Math.exp(-z[j]));
        case TANH -> Math.tanh(z[j]);
        case SOFTMAX -> Math.exp(z[j]) / sum;
        default -> throw new IllegalArgumentException(activation + " has no reference here");
      };
    }
    return a;
  }
}
