package dev.lamina.execution;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Tensor;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.ScalarActivation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Any network, run with a slot of its own for each result and each concatenation, and computed a second
 * time in double precision.
 */
final class GraphNetwork {

  private static final List<Activation> ACTIVATIONS =
      List.of(Activation.IDENTITY, Activation.RELU, Activation.TANH, Activation.SIGMOID);

  private final NetworkSpec spec;
  private final Parameters parameters;

  GraphNetwork(NetworkSpec spec) {
    this.spec = spec;
    this.parameters = Parameters.random(spec, 1);
  }

  /** Two inputs, some layers that read, add and normalise anything that is there, and two outputs. */
  static GraphNetwork random(SplittableRandom random) {
    int first = random.nextInt(1, 6);
    int second = random.nextInt(1, 6);
    Map<String, Integer> widths = new HashMap<>(Map.of("x", first, "t", second));
    List<String> names = new ArrayList<>(List.of("x", "t"));
    List<LayerSpec> layers = new ArrayList<>();
    int count = random.nextInt(2, 8);
    for (int i = 1; i <= count; i++) {
      List<String> inputs = new ArrayList<>();
      int parts = random.nextInt(1, 4);
      for (int part = 0; part < parts; part++) {
        inputs.add(names.get(random.nextInt(names.size())));
      }
      String residual = names.get(random.nextInt(names.size()));
      boolean adds = random.nextInt(3) == 0;
      int out = adds ? widths.get(residual) : random.nextInt(1, 9);
      LayerSpec layer = LayerSpec.of(
          "layer" + i,
          inputs,
          inputs.stream().mapToInt(widths::get).sum(),
          out,
          ActivationSpec.of(ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()))));
      if (adds) {
        layer = random.nextBoolean()
            ? layer.withResidual(residual)
            : layer.withResidualAfterActivation(residual);
      }
      if (random.nextInt(3) == 0) {
        NormalizationSpec norm = NormalizationSpec.of(Normalization.LAYER);
        layer = layer.withNormalization(random.nextBoolean() ? norm : norm.afterTheActivation());
      }
      layers.add(layer);
      names.add(layer.name());
      widths.put(layer.name(), out);
    }
    LayerSpec before = layers.get(count - 2);
    LayerSpec last = layers.get(count - 1);
    return new GraphNetwork(new NetworkSpec(
        "Graph",
        List.of(PortSpec.of("x", 0, first), PortSpec.of("t", first, second)),
        layers,
        List.of(
            PortSpec.of(last.name(), 0, last.out()),
            PortSpec.of(before.name(), last.out(), before.out()))));
  }

  NetworkSpec spec() {
    return spec;
  }

  Execution prepare(Backend backend, Options options, Sharing.Costs costs) {
    Preparation preparation = new Preparation(spec, parameters, backend, options);
    Map<String, Slot> slots = new HashMap<>();
    spec.inputs().forEach(port -> slots.put(port.name(), Slot.input(port.offset())));
    spec.outputs().forEach(port -> slots.put(port.name(), Slot.output(port.offset())));
    Map<String, Integer> widths = new HashMap<>();
    spec.inputs().forEach(port -> widths.put(port.name(), port.size()));
    List<Consumer<Pass>> steps = new ArrayList<>();
    int column = 0;
    int copies = 0;
    for (LayerSpec layer : spec.layers()) {
      widths.put(layer.name(), layer.out());
      if (!slots.containsKey(layer.name())) {
        slots.put(layer.name(), Slot.scratch(column));
        column += layer.out();
      }
      Slot from = slots.get(layer.inputs().get(0));
      if (layer.inputs().size() > 1) {
        from = Slot.scratch(column);
        for (String input : layer.inputs()) {
          Slot source = slots.get(input);
          Slot target = Slot.scratch(column);
          int width = widths.get(input);
          steps.add(pass -> pass.copy(source, width, target));
          column += width;
          copies++;
        }
      }
      steps.add(step(preparation, layer, from, slots));
    }
    return preparation.execution(
        column, copies, costs, pass -> steps.forEach(step -> step.accept(pass)));
  }

  private static Consumer<Pass> step(
      Preparation preparation, LayerSpec layer, Slot from, Map<String, Slot> slots) {
    Slot to = slots.get(layer.name());
    if (layer.residual().isPresent()) {
      Slot residual = slots.get(layer.residual().get().from());
      ResidualKernel kernel = preparation.residual(layer);
      return pass -> pass.residual(layer, kernel, from, residual, to);
    }
    DenseKernel kernel = preparation.dense(layer);
    return pass -> pass.dense(layer, kernel, from, to);
  }

  /** One example in double precision, by the formulas of {@link LayerSpec}. */
  double[] reference(float[] x, int row) {
    Map<String, double[]> values = new HashMap<>();
    for (PortSpec input : spec.inputs()) {
      double[] columns = new double[input.size()];
      for (int j = 0; j < columns.length; j++) {
        columns[j] = x[row * spec.inputSize() + input.offset() + j];
      }
      values.put(input.name(), columns);
    }
    for (LayerSpec layer : spec.layers()) {
      values.put(layer.name(), reference(layer, values));
    }
    double[] y = new double[spec.outputSize()];
    for (PortSpec output : spec.outputs()) {
      System.arraycopy(values.get(output.name()), 0, y, output.offset(), output.size());
    }
    return y;
  }

  private double[] reference(LayerSpec layer, Map<String, double[]> values) {
    double[] z = new double[layer.out()];
    float[] weight = elements(layer, LayerSpec.WEIGHT);
    float[] bias = elements(layer, LayerSpec.BIAS);
    for (int j = 0; j < z.length; j++) {
      z[j] = bias[j];
      int k = 0;
      for (String input : layer.inputs()) {
        for (double value : values.get(input)) {
          z[j] += value * weight[k++ * layer.out() + j];
        }
      }
    }
    boolean normalizesLast = layer.normalization().map(n -> n.afterActivation()).orElse(false);
    boolean addsLast = layer.residual().map(r -> r.afterActivation()).orElse(false);
    normalize(layer, z, !normalizesLast);
    add(layer, values, z, !addsLast);
    for (int j = 0; j < z.length; j++) {
      z[j] = ScalarActivation.of(layer.activation(), Double.NaN).applyAsDouble(z[j]);
    }
    normalize(layer, z, normalizesLast);
    add(layer, values, z, addsLast);
    return z;
  }

  private void normalize(LayerSpec layer, double[] z, boolean now) {
    if (!now || layer.normalization().isEmpty()) {
      return;
    }
    float[] weight = elements(layer, LayerSpec.NORM_WEIGHT);
    float[] bias = elements(layer, LayerSpec.NORM_BIAS);
    double mean = 0;
    for (double value : z) {
      mean += value / z.length;
    }
    double variance = 0;
    for (double value : z) {
      variance += (value - mean) * (value - mean) / z.length;
    }
    double root = Math.sqrt(variance + layer.normalization().get().epsilon());
    for (int j = 0; j < z.length; j++) {
      z[j] = (z[j] - mean) / root * weight[j] + bias[j];
    }
  }

  private static void add(LayerSpec layer, Map<String, double[]> values, double[] z, boolean now) {
    if (now && layer.residual().isPresent()) {
      double[] residual = values.get(layer.residual().get().from());
      for (int j = 0; j < z.length; j++) {
        z[j] += residual[j];
      }
    }
  }

  private float[] elements(LayerSpec layer, String role) {
    Tensor tensor = parameters.tensor(layer.name() + "." + role);
    float[] elements = new float[(int) tensor.shape().elementCount()];
    tensor.read(0, elements, 0, elements.length);
    return elements;
  }

  @Override
  public String toString() {
    return spec.summary();
  }
}
