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
import dev.lamina.Tensor;
import dev.lamina.spi.ScalarActivation;
import java.util.Arrays;
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
    double[] a = x;
    for (OnnxLayer layer : model.layers()) {
      a = forward(layer, a, rows);
    }
    return a;
  }

  private static double[] forward(OnnxLayer layer, double[] x, int rows) {
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
      activate(layer, z, i * layer.out());
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
