package dev.lamina.weights.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NormalizationSpec;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import dev.lamina.Tensor;
import dev.lamina.spi.ScalarActivation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.function.Executable;

/** What several tests need. */
final class Assertions {

  private Assertions() {}

  /** Asserts an error of a code whose text has all of the fragments, and returns the text. */
  static String assertRefused(ErrorCode code, Executable action, String... fragments) {
    LaminaException error = assertThrows(LaminaException.class, action);
    String text = error.getMessage();
    assertEquals(code, error.code(), text);
    for (String fragment : fragments) {
      assertTrue(text.contains(fragment), () -> "expected \"" + fragment + "\" in:\n" + text);
    }
    assertTrue(text.contains("fix: "), text);
    return text;
  }

  static String assertUnsupported(ModelBuilder model, String... fragments) {
    return assertRefused(ErrorCode.MODEL, () -> model.open().close(), fragments);
  }

  static String assertDamaged(ModelBuilder model, String... fragments) {
    return assertRefused(ErrorCode.FILE, () -> model.open().close(), fragments);
  }

  /** Asserts that the extracted layers compute what the file's own graph does. */
  static void assertLayersComputeTheGraph(OnnxFile file) {
    int rows = 5;
    SplittableRandom random = new SplittableRandom(7);
    double[] x = random.doubles((long) rows * file.model().inputSize(), -2, 2).toArray();
    assertArrayEquals(file.evaluate(x, rows), forward(file.model(), x, rows), 1e-5);
  }

  /** W, row-major. */
  static float[] weight(OnnxLayer layer) {
    return elements(layer.tensor(LayerSpec.WEIGHT));
  }

  /** b, empty if there is none. */
  static float[] bias(OnnxLayer layer) {
    return layer.hasBias() ? elements(layer.tensor(LayerSpec.BIAS)) : new float[0];
  }

  /** What a PReLU learned. */
  static float[] slope(OnnxLayer layer) {
    return elements(layer.tensor(LayerSpec.SLOPE));
  }

  private static float[] elements(Tensor tensor) {
    float[] elements = new float[Math.toIntExact(tensor.shape().elementCount())];
    tensor.read(0, elements, 0, elements.length);
    return elements;
  }

  /** The layers one after the other, straight from the formula, with weights rounded to float. */
  static double[] forward(OnnxModel model, double[] x, int rows) {
    Map<String, double[]> values = new HashMap<>();
    for (PortSpec input : model.spec().inputs()) {
      values.put(input.name(), columns(x, rows, input.offset(), input.size()));
    }
    for (OnnxLayer layer : model.layers()) {
      double[] read = sideBySide(values, layer.spec().inputs(), rows);
      double[] residual = layer
          .spec()
          .residual()
          .filter(added -> !added.afterActivation())
          .map(added -> values.get(added.from()))
          .orElse(new double[0]);
      double[] a = forward(layer, read, rows, residual);
      layer
          .spec()
          .residual()
          .filter(ResidualSpec::afterActivation)
          .ifPresent(added -> addTo(a, values.get(added.from())));
      values.put(layer.name(), a);
    }
    List<String> outputs = model.spec().outputs().stream().map(PortSpec::name).toList();
    return sideBySide(values, outputs, rows);
  }

  private static double[] forward(OnnxLayer layer, double[] read, int rows, double[] residual) {
    double[] x = layer
        .spec()
        .inputNormalization()
        .map(norm -> normalized(
            read,
            rows,
            norm.epsilon(),
            elements(layer.tensor(LayerSpec.INPUT_NORM_WEIGHT)),
            elements(layer.tensor(LayerSpec.INPUT_NORM_BIAS))))
        .orElse(read);
    double[] z = product(layer, x, rows);
    Optional<NormalizationSpec> norm = layer.spec().normalization();
    if (norm.isPresent() && !norm.get().afterActivation()) {
      z = normalized(layer, z, rows);
    }
    addTo(z, residual);
    for (int i = 0; i < rows; i++) {
      activate(layer, z, i * layer.out());
    }
    return norm.isPresent() && norm.get().afterActivation() ? normalized(layer, z, rows) : z;
  }

  private static double[] normalized(OnnxLayer layer, double[] z, int rows) {
    return normalized(
        z,
        rows,
        layer.spec().normalization().orElseThrow().epsilon(),
        elements(layer.tensor(LayerSpec.NORM_WEIGHT)),
        elements(layer.tensor(LayerSpec.NORM_BIAS)));
  }

  private static double[] normalized(
      double[] values, int rows, double epsilon, float[] weight, float[] bias) {
    double[] result = values.clone();
    int width = weight.length;
    for (int row = 0; row < rows; row++) {
      double[] v = Arrays.copyOfRange(values, row * width, (row + 1) * width);
      double mean = Arrays.stream(v).average().orElseThrow();
      double variance =
          Arrays.stream(v).map(each -> (each - mean) * (each - mean)).average().orElseThrow();
      for (int j = 0; j < width; j++) {
        result[row * width + j] =
            (v[j] - mean) / Math.sqrt(variance + epsilon) * weight[j] + bias[j];
      }
    }
    return result;
  }

  private static void addTo(double[] values, double[] residual) {
    Arrays.setAll(values, i -> values[i] + (residual.length == 0 ? 0 : residual[i]));
  }

  private static double[] columns(double[] x, int rows, int from, int width) {
    double[] columns = new double[rows * width];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, row * (x.length / rows) + from, columns, row * width, width);
    }
    return columns;
  }

  private static double[] sideBySide(Map<String, double[]> values, List<String> names, int rows) {
    int width = names.stream().mapToInt(name -> values.get(name).length / rows).sum();
    double[] result = new double[rows * width];
    int to = 0;
    for (String name : names) {
      double[] part = values.get(name);
      int columns = part.length / rows;
      for (int row = 0; row < rows; row++) {
        System.arraycopy(part, row * columns, result, row * width + to, columns);
      }
      to += columns;
    }
    return result;
  }

  private static double[] product(OnnxLayer layer, double[] x, int rows) {
    float[] w = weight(layer);
    float[] b = layer.hasBias() ? bias(layer) : new float[layer.out()];
    double[] z = new double[rows * layer.out()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < layer.out(); j++) {
        double sum = b[j];
        for (int k = 0; k < layer.in(); k++) {
          sum += x[i * layer.in() + k] * w[k * layer.out() + j];
        }
        z[i * layer.out() + j] = sum;
      }
    }
    return z;
  }

  private static void activate(OnnxLayer layer, double[] z, int from) {
    if (layer.activation().kind().needsWholeRows()) {
      softmax(layer, z, from);
      return;
    }
    float[] slopes = layer.activation().kind() == Activation.PRELU ? slope(layer) : new float[1];
    for (int j = 0; j < layer.out(); j++) {
      z[from + j] = ScalarActivation.of(layer.activation(), slopes[j % slopes.length])
          .applyAsDouble(z[from + j]);
    }
  }

  private static void softmax(OnnxLayer layer, double[] z, int from) {
    double temperature = layer.activation().value(ActivationParameter.TEMPERATURE);
    double sum = 0;
    for (int i = from; i < from + layer.out(); i++) {
      z[i] /= temperature;
      sum += Math.exp(z[i]);
    }
    boolean isLogarithm = layer.activation().kind() == Activation.LOG_SOFTMAX;
    for (int i = from; i < from + layer.out(); i++) {
      double logarithm = z[i] - Math.log(sum);
      z[i] = isLogarithm ? logarithm : Math.exp(logarithm);
    }
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
