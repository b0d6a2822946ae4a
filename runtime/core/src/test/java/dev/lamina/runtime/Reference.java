package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Parameters;
import dev.lamina.PortSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Computes a network in double precision, and says how far from it a float result may be.
 *
 * <p>In whatever order n = in + 1 terms are added, the sum is off by at most λ·√n·u times the sum of the
 * terms' magnitudes, u = 2⁻²⁴, but for a probability of 2·exp(−λ²/2) (Nicholas Higham and Theo Mary, <i>A
 * New Approach to Probabilistic Rounding Error Analysis</i>, 2019). Such errors of the units of a layer
 * are independent of each other, so they go on through the weights as the root of the sum of their squares:
 * the bound for the worst case, which adds them up, would let everything pass behind a few wide layers.
 * What a float implementation of sigmoid, tanh and softmax may be off by itself, 10⁻⁶ of the value or
 * 10⁻⁷, is not random and is added up. So are the errors of matrices that are read side by side, or that
 * are added to each other: one may come from the other, and both be off in the same direction.
 */
final class Reference {

  /** The unit roundoff of float. */
  private static final double ROUNDOFF = 0x1p-24;

  /** λ: three sums in a hundred million may be off by more. */
  private static final double CONFIDENCE = 6;

  private static final double RELATIVE_ALLOWANCE = 1e-6;
  private static final double ABSOLUTE_ALLOWANCE = 1e-7;

  private final NetworkSpec network;
  private final Parameters parameters;

  Reference(NetworkSpec network, Parameters parameters) {
    this.network = network;
    this.parameters = parameters;
  }

  /** A row of a result. */
  static final class Row {

    private final double[] values;

    /** How far off a value may be because of roundings, which fall to either side. */
    private final double[] random;

    /** How far off it may be because of functions that are approximated. */
    private final double[] systematic;

    private Row(double[] values, double[] random, double[] systematic) {
      this.values = values;
      this.random = random;
      this.systematic = systematic;
    }

    static Row exact(double... values) {
      return new Row(values, new double[values.length], new double[values.length]);
    }

    Row columns(int from, int to) {
      return new Row(
          Arrays.copyOfRange(values, from, to),
          Arrays.copyOfRange(random, from, to),
          Arrays.copyOfRange(systematic, from, to));
    }

    static Row sideBySide(List<Row> rows) {
      return new Row(
          rows.stream().flatMapToDouble(row -> Arrays.stream(row.values)).toArray(),
          rows.stream().flatMapToDouble(row -> Arrays.stream(row.random)).toArray(),
          rows.stream().flatMapToDouble(row -> Arrays.stream(row.systematic)).toArray());
    }

    /** What the formulas say. */
    double value(int column) {
      return values[column];
    }

    /** How far from the value a float result may be. */
    double bound(int column) {
      return random[column] + systematic[column];
    }
  }

  void assertComputes(float[] x, float[] actual) {
    Row expected = compute(x);
    assertEquals(expected.values.length, actual.length);
    for (int j = 0; j < actual.length; j++) {
      assertEquals(
          expected.value(j), actual[j], expected.bound(j), "column " + j + " of " + network.name());
    }
  }

  /** The result for one example. */
  Row compute(float[] x) {
    double[] values = new double[x.length];
    Arrays.setAll(values, i -> x[i]);
    Row input = Row.exact(values);
    Map<String, Row> rows = new HashMap<>();
    for (PortSpec port : network.inputs()) {
      rows.put(port.name(), input.columns(port.offset(), port.offset() + port.size()));
    }
    for (LayerSpec layer : network.layers()) {
      rows.put(layer.name(), layer(layer, rows));
    }
    return Row.sideBySide(
        network.outputs().stream().map(port -> rows.get(port.name())).toList());
  }

  private Row layer(LayerSpec layer, Map<String, Row> rows) {
    List<Row> read = layer.inputs().stream().map(rows::get).toList();
    Optional<Row> added = layer.residual().map(residual -> rows.get(residual.from()));
    if (added.isPresent() && !layer.residual().orElseThrow().afterActivation()) {
      return activate(layer.activation().kind(), sums(layer, read, added.get()));
    }
    Row none = Row.exact(new double[layer.out()]);
    Row activated = activate(layer.activation().kind(), sums(layer, read, none));
    return added.map(row -> sum(activated, row)).orElse(activated);
  }

  /** X·W + b + R, a sum of in + 2 terms. */
  private Row sums(LayerSpec layer, List<Row> read, Row added) {
    int out = layer.out();
    float[] weight = elements(layer, LayerSpec.WEIGHT, layer.in() * out);
    float[] bias = layer.bias() ? elements(layer, LayerSpec.BIAS, out) : new float[out];
    double[] z = new double[out];
    double[] random = new double[out];
    double[] systematic = new double[out];
    for (int j = 0; j < out; j++) {
      z[j] = bias[j] + added.values[j];
      double magnitude = Math.abs(bias[j]) + Math.abs(added.values[j]) + added.bound(j);
      double handedOn = added.random[j];
      systematic[j] = added.systematic[j];
      int first = 0;
      for (Row x : read) {
        double squares = 0;
        for (int k = 0; k < x.values.length; k++) {
          double w = weight[(first + k) * out + j];
          z[j] += x.values[k] * w;
          magnitude += (Math.abs(x.values[k]) + x.bound(k)) * Math.abs(w);
          squares += x.random[k] * x.random[k] * w * w;
          systematic[j] += x.systematic[k] * Math.abs(w);
        }
        handedOn += Math.sqrt(squares);
        first += x.values.length;
      }
      double own = roundings(layer.in() + 2) * magnitude;
      random[j] = Math.sqrt(handedOn * handedOn + own * own);
    }
    return new Row(z, random, systematic);
  }

  /** A + R, which is rounded once. */
  private static Row sum(Row a, Row r) {
    double[] values = new double[a.values.length];
    double[] random = new double[values.length];
    double[] systematic = new double[values.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = a.values[j] + r.values[j];
      random[j] = a.random[j] + r.random[j];
      double before = random[j] + a.systematic[j] + r.systematic[j];
      systematic[j] = a.systematic[j] + r.systematic[j] + ROUNDOFF * (Math.abs(values[j]) + before);
    }
    return new Row(values, random, systematic);
  }

  private static double roundings(int terms) {
    return CONFIDENCE * Math.sqrt(terms) * ROUNDOFF;
  }

  /** No activation here has a slope above 1; that of the sigmoid is at most a quarter. */
  private static Row activate(Activation activation, Row z) {
    return switch (activation) {
      case IDENTITY -> z;
      case RELU -> map(z, value -> Math.max(value, 0), 1, false);
      case SIGMOID -> map(z, value -> 1 / (1 + Math.exp(-value)), 0.25, true);
      case TANH -> map(z, Math::tanh, 1, true);
      case SOFTMAX -> softmax(z);
      default -> throw new IllegalArgumentException(activation + " has no reference here");
    };
  }

  private static Row map(Row z, DoubleUnaryOperator function, double slope, boolean approximated) {
    double[] values = Arrays.stream(z.values).map(function).toArray();
    double[] systematic = new double[values.length];
    for (int j = 0; j < values.length; j++) {
      systematic[j] = slope * z.systematic[j] + (approximated ? allowance(values[j]) : 0);
    }
    return new Row(
        values, Arrays.stream(z.random).map(error -> slope * error).toArray(), systematic);
  }

  /** If each z is off by at most e, each probability is off by a factor of at most exp(2 e). */
  private static Row softmax(Row z) {
    int out = z.values.length;
    double greatest = Arrays.stream(z.values).max().orElseThrow();
    double error = IntStream.range(0, out).mapToDouble(z::bound).max().orElseThrow();
    double sum =
        Arrays.stream(z.values).map(value -> Math.exp(value - greatest)).sum();
    double[] values =
        Arrays.stream(z.values).map(value -> Math.exp(value - greatest) / sum).toArray();
    double factor = Math.expm1(2 * error) + roundings(out);
    return new Row(
        values,
        new double[out],
        Arrays.stream(values).map(p -> p * factor + allowance(p)).toArray());
  }

  private static double allowance(double value) {
    return Math.max(RELATIVE_ALLOWANCE * Math.abs(value), ABSOLUTE_ALLOWANCE);
  }

  private float[] elements(LayerSpec layer, String role, int count) {
    float[] elements = new float[count];
    parameters.tensor(layer.name() + "." + role).read(0, elements, 0, count);
    return elements;
  }
}
