package dev.lamina.execution;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.NormalizationSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import dev.lamina.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes a network as it is declared, step by step and in double precision: scaling, X·W + b,
 * normalisation, activation. With each value v goes a bound of how far a float computation with
 * everything folded into W and b may be from it.
 *
 * <p>A folded step v·f + s is part of sums whose terms are as large as |v|·|f| and |s| even where they
 * cancel, so each value also carries the size m of what it was added up from. A sum of n terms in float
 * is off by at most γ(n + 4) of the sum of its terms' sizes: n additions, a product, two roundings of a
 * folded weight, one of a step behind. All of g used here have a slope of at most 1, so errors go through
 * them as they are, and their value is rounded once.
 */
final class UnfoldedReference {

  private static final double UNIT = 0x1p-24;

  /**
   * A value, the error it may have in float, the size of the terms it is made of, and how much of that is
   * to be added to the error, which is not known before the last step is folded in.
   */
  private record Value(double value, double error, double size, double gamma) {

    Value affine(double factor, double shift) {
      return new Value(
          value * factor + shift,
          error * Math.abs(factor),
          size * Math.abs(factor) + Math.abs(shift),
          gamma);
    }

    /** What a layer reads of one that has no activation: a float that was rounded. */
    Value settled() {
      return gamma == 0 ? this : new Value(value, error + gamma * size, Math.abs(value), 0);
    }

    double bound() {
      return error + (gamma + 4 * UNIT) * size + Float.MIN_NORMAL;
    }
  }

  private final NetworkSpec network;
  private final Parameters parameters;

  UnfoldedReference(NetworkSpec network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
  }

  /** Compares a row's result with this computation of it. */
  void assertClose(float[] x, float[] y, String what) {
    Value[] expected = apply(x);
    for (int j = 0; j < expected.length; j++) {
      double error = Math.abs(y[j] - expected[j].value);
      double bound = expected[j].bound();
      if (!(error <= bound)) {
        throw new AssertionError(what + ": column " + j + " is " + y[j] + ", expected "
            + expected[j].value + " give or take " + bound + "; " + network.summary());
      }
    }
  }

  /** How far a result may be off at most. */
  double largestBound(float[] x) {
    return Arrays.stream(apply(x)).mapToDouble(Value::bound).max().orElseThrow();
  }

  private Value[] apply(float[] x) {
    Map<String, Value[]> results = new HashMap<>();
    for (PortSpec port : network.inputs()) {
      Value[] values = new Value[port.size()];
      for (int i = 0; i < values.length; i++) {
        float value = x[port.offset() + i];
        values[i] = scaled(
            new Value(value, 0, Math.abs(value), 0),
            network.inputScaling(),
            NetworkSpec.INPUT_SCALING,
            port.offset() + i);
      }
      results.put(port.name(), values);
    }
    for (LayerSpec layer : network.layers()) {
      Value[] input = layer.inputs().stream()
          .flatMap(name -> Arrays.stream(results.get(name)))
          .map(Value::settled)
          .toArray(Value[]::new);
      results.put(layer.name(), layer(layer, input));
    }
    Value[] result = network.outputs().stream()
        .flatMap(port -> Arrays.stream(results.get(port.name())))
        .toArray(Value[]::new);
    for (int j = 0; j < result.length; j++) {
      result[j] = scaled(result[j], network.outputScaling(), NetworkSpec.OUTPUT_SCALING, j);
    }
    return result;
  }

  private Value[] layer(LayerSpec layer, Value[] input) {
    Value[] result = new Value[layer.out()];
    double[] weight = doubles(layer.name() + ".weight");
    double[] bias = layer.bias() ? doubles(layer.name() + ".bias") : new double[layer.out()];
    Optional<NormalizationSpec> norm = layer.normalization();
    layer.inputNormalization().ifPresent(ofInput -> {
      for (int i = 0; i < input.length; i++) {
        input[i] = normalised(layer, ".input_norm", ofInput, i, input[i]);
      }
    });
    int terms = layer.in() + 4;
    double gamma = terms * UNIT / (1 - terms * UNIT);
    for (int j = 0; j < layer.out(); j++) {
      double sum = bias[j];
      double error = 0;
      double size = Math.abs(bias[j]);
      for (int i = 0; i < layer.in(); i++) {
        double w = weight[i * layer.out() + j];
        sum += input[i].value * w;
        error += input[i].error * Math.abs(w);
        size += input[i].size * Math.abs(w);
      }
      Value z = new Value(sum, error, size, gamma);
      if (norm.isPresent() && !norm.get().afterActivation()) {
        z = normalised(layer, ".norm", norm.get(), j, z);
      }
      Value a = z;
      if (layer.activation().kind() != Activation.IDENTITY) {
        // What g gives is a value of its own, rounded once; its terms are behind it.
        double activated = activated(layer, z.value);
        double rounding = 4 * UNIT * Math.abs(activated);
        a = new Value(activated, z.error + gamma * z.size + rounding, Math.abs(activated), 0);
      }
      if (norm.isPresent() && norm.get().afterActivation()) {
        a = normalised(layer, ".norm", norm.get(), j, a);
      }
      result[j] = a;
    }
    return result;
  }

  private Value normalised(LayerSpec layer, String which, NormalizationSpec norm, int j, Value v) {
    String prefix = layer.name() + which;
    double variance = doubles(prefix + ".running_var")[j];
    double mean = doubles(prefix + ".running_mean")[j];
    double deviation = Math.sqrt(variance + norm.epsilon());
    return v.affine(1, -mean)
        .affine(1 / deviation, 0)
        .affine(doubles(prefix + ".weight")[j], doubles(prefix + ".bias")[j]);
  }

  private Value scaled(Value v, Optional<ScalingSpec> scaling, String end, int column) {
    if (scaling.isEmpty()) {
      return v;
    }
    ScalingSpec spec = scaling.get();
    double shift = number(spec.shift(), end + "." + spec.kind().shiftName(), column);
    double scale = number(spec.scale(), end + ".scale", column);
    if (end.equals(NetworkSpec.INPUT_SCALING)) {
      return spec.kind() == Scaling.STANDARD
          ? v.affine(1, -shift).affine(1 / scale, 0)
          : v.affine(scale, shift);
    }
    return spec.kind() == Scaling.STANDARD
        ? v.affine(scale, shift)
        : v.affine(1, -shift).affine(1 / scale, 0);
  }

  private double number(List<Double> constants, String tensor, int column) {
    return constants.isEmpty()
        ? doubles(tensor)[column]
        : constants.get(constants.size() == 1 ? 0 : column);
  }

  private double[] doubles(String name) {
    Tensor tensor = parameters.tensor(name);
    float[] elements = new float[(int) tensor.shape().elementCount()];
    tensor.read(0, elements, 0, elements.length);
    double[] values = new double[elements.length];
    Arrays.setAll(values, i -> elements[i]);
    return values;
  }

  static double activated(LayerSpec layer, double z) {
    return switch (layer.activation().kind()) {
      case IDENTITY -> z;
      case RELU -> Math.max(0, z);
      case TANH -> Math.tanh(z);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
      default -> throw new IllegalArgumentException(layer.activation().toString());
    };
  }
}
