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
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.ScratchPlan;
import dev.lamina.Tensor;
import dev.lamina.spi.Backend;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.ScalarActivation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Any network, run as a generated class runs it, and computed a second time in double precision. */
final class GraphNetwork {

  private static final List<Activation> ACTIVATIONS =
      List.of(Activation.IDENTITY, Activation.RELU, Activation.TANH, Activation.SIGMOID);

  private final NetworkSpec spec;
  private final Parameters parameters;

  GraphNetwork(NetworkSpec spec) {
    this.spec = spec;
    this.parameters = parameters(spec);
  }

  /** Weights as they are in random networks; what normalises and scales is neither 0 nor 1. */
  private static Parameters parameters(NetworkSpec spec) {
    Parameters random = Parameters.random(spec, 1);
    SplittableRandom numbers = new SplittableRandom(2);
    Map<String, Tensor> tensors = new HashMap<>();
    random.shapes().forEach((name, shape) -> {
      float[] elements = new float[(int) shape.elementCount()];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = (float) numbers.nextDouble(0.5, 1.5);
      }
      boolean isOther = name.contains("norm.") || name.startsWith(NetworkSpec.INPUT_SCALING);
      tensors.put(name, isOther ? Tensor.of(shape, elements) : random.tensor(name));
    });
    return Parameters.of(tensors);
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
        NormalizationSpec norm =
            NormalizationSpec.of(random.nextBoolean() ? Normalization.LAYER : Normalization.BATCH);
        layer = layer.withNormalization(random.nextBoolean() ? norm : norm.afterTheActivation());
      }
      if (random.nextInt(3) == 0) {
        layer = layer.withInputNormalization(
            NormalizationSpec.of(random.nextBoolean() ? Normalization.LAYER : Normalization.BATCH));
      }
      layers.add(layer);
      names.add(layer.name());
      widths.put(layer.name(), out);
    }
    LayerSpec before = layers.get(count - 2);
    LayerSpec last = layers.get(count - 1);
    NetworkSpec network = new NetworkSpec(
        "Graph",
        List.of(PortSpec.of("x", 0, first), PortSpec.of("t", first, second)),
        layers,
        List.of(
            PortSpec.of(last.name(), 0, last.out()),
            PortSpec.of(before.name(), last.out(), before.out())));
    return new GraphNetwork(
        random.nextBoolean()
            ? network
            : network.withInputScaling(ScalingSpec.stored(Scaling.STANDARD)));
  }

  NetworkSpec spec() {
    return spec;
  }

  Execution prepare(Backend backend, Options options, Sharing.Costs costs) {
    Preparation preparation = new Preparation(spec, parameters, backend, options);
    ScratchPlan plan = ScratchPlan.of(spec);
    Map<String, Slot> slots = new HashMap<>();
    spec.inputs().forEach(port -> slots.put(port.name(), Slot.input(port.offset())));
    Map<String, Slot> added = new HashMap<>();
    List<Consumer<Pass>> steps = new ArrayList<>();
    for (int i = 0; i < spec.layers().size(); i++) {
      LayerSpec layer = spec.layers().get(i);
      for (ScratchPlan.Copy copy : plan.reads().get(i).copies()) {
        Slot source = slots.get(copy.source());
        Slot target = slot(copy.to());
        steps.add(pass -> pass.copy(source, copy.columns(), target));
      }
      Slot read = slot(plan.reads().get(i).area());
      for (ScratchPlan.ScaledInput scaled : plan.scaledInputs()) {
        if (scaled.layer() == i) {
          StepKernel scaling = preparation.inputScaling(scaled.input());
          Slot source = slots.get(scaled.input());
          Slot target = slot(scaled.area());
          added.put(scaled.input(), target);
          steps.add(pass -> pass.step(scaling, source, target));
        }
      }
      Slot from = plan.reads().get(i).normalized().map(GraphNetwork::slot).orElse(read);
      if (plan.reads().get(i).normalized().isPresent()) {
        StepKernel norm = preparation.inputNormalization(layer);
        steps.add(pass -> pass.step(norm, read, from));
      }
      Slot to = slot(plan.results().get(i));
      slots.put(layer.name(), to);
      if (layer.residual().isPresent()) {
        String name = layer.residual().get().from();
        Slot residual = added.getOrDefault(name, slots.get(name));
        ResidualKernel kernel = preparation.residual(layer);
        steps.add(pass -> pass.residual(layer, kernel, from, residual, to));
      } else {
        DenseKernel kernel = preparation.dense(layer);
        steps.add(pass -> pass.dense(layer, kernel, from, to));
      }
    }
    return preparation.execution(
        plan.columns(), plan.steps(), costs, pass -> steps.forEach(step -> step.accept(pass)));
  }

  private static Slot slot(ScratchPlan.Area area) {
    return switch (area.place()) {
      case INPUT -> Slot.input(area.column());
      case SCRATCH -> Slot.scratch(area.column());
      case OUTPUT -> Slot.output(area.column());
    };
  }

  /** One example in double precision, by the formulas of {@link LayerSpec}. */
  double[] reference(float[] x, int row) {
    Map<String, double[]> values = new HashMap<>();
    for (PortSpec input : spec.inputs()) {
      double[] columns = new double[input.size()];
      for (int j = 0; j < columns.length; j++) {
        columns[j] = scaled(x[row * spec.inputSize() + input.offset() + j], input.offset() + j);
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

  private double scaled(double value, int column) {
    if (spec.inputScaling().isEmpty()) {
      return value;
    }
    double mean = elements(NetworkSpec.INPUT_SCALING + ".mean")[column];
    double scale = elements(NetworkSpec.INPUT_SCALING + ".scale")[column];
    return (value - mean) / scale;
  }

  private double[] reference(LayerSpec layer, Map<String, double[]> values) {
    double[] z = new double[layer.out()];
    float[] weight = elements(layer, LayerSpec.WEIGHT);
    float[] bias = elements(layer, LayerSpec.BIAS);
    double[] read = layer.inputs().stream()
        .flatMapToDouble(input -> Arrays.stream(values.get(input)))
        .toArray();
    normalize(layer, read, layer.inputNormalization(), "input_norm.");
    for (int j = 0; j < z.length; j++) {
      z[j] = bias[j];
      for (int k = 0; k < read.length; k++) {
        z[j] += read[k] * weight[k * layer.out() + j];
      }
    }
    boolean normalizesLast = layer.normalization().map(n -> n.afterActivation()).orElse(false);
    boolean addsLast = layer.residual().map(r -> r.afterActivation()).orElse(false);
    if (!normalizesLast) {
      normalize(layer, z, layer.normalization(), "norm.");
    }
    add(layer, values, z, !addsLast);
    for (int j = 0; j < z.length; j++) {
      z[j] = ScalarActivation.of(layer.activation(), Double.NaN).applyAsDouble(z[j]);
    }
    if (normalizesLast) {
      normalize(layer, z, layer.normalization(), "norm.");
    }
    add(layer, values, z, addsLast);
    return z;
  }

  private void normalize(
      LayerSpec layer, double[] z, Optional<NormalizationSpec> norm, String prefix) {
    if (norm.isEmpty()) {
      return;
    }
    float[] weight = elements(layer, prefix + "weight");
    float[] bias = elements(layer, prefix + "bias");
    boolean isByBatch = norm.get().kind() == Normalization.BATCH;
    double[] mean = new double[z.length];
    double[] variance = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      mean[j] = isByBatch
          ? elements(layer, prefix + "running_mean")[j]
          : Arrays.stream(z).average().orElseThrow();
    }
    for (int j = 0; j < z.length; j++) {
      double center = mean[j];
      variance[j] = isByBatch
          ? elements(layer, prefix + "running_var")[j]
          : Arrays.stream(z).map(v -> (v - center) * (v - center)).average().orElseThrow();
    }
    for (int j = 0; j < z.length; j++) {
      double root = Math.sqrt(variance[j] + norm.get().epsilon());
      z[j] = (z[j] - mean[j]) / root * weight[j] + bias[j];
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
    return elements(layer.name() + "." + role);
  }

  private float[] elements(String name) {
    Tensor tensor = parameters.tensor(name);
    float[] elements = new float[(int) tensor.shape().elementCount()];
    tensor.read(0, elements, 0, elements.length);
    return elements;
  }

  @Override
  public String toString() {
    return spec.summary();
  }
}
