package dev.lamina.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Tensor;
import dev.lamina.weights.file.ArrayBytes;
import dev.lamina.weights.file.ByteSource;
import org.junit.jupiter.api.function.Executable;

/** What several tests need. */
public final class Weights {

  /** What error texts call files in memory, whatever they are. */
  public static final String NAME = "model.safetensors";

  private Weights() {}

  /** A chain of layers {@code layer1}, {@code layer2}, … of the given widths, called Net. */
  public static NetworkSpec network(int... widths) {
    LayerSpec[] layers = new LayerSpec[widths.length - 1];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = LayerSpec.of(
          "layer" + (i + 1),
          i == 0 ? NetworkSpec.INPUT : "layer" + i,
          widths[i],
          widths[i + 1],
          Activation.RELU);
    }
    return NetworkSpec.chain("Net", layers);
  }

  /** A chain of layers of the given names, all n × n. */
  public static NetworkSpec squareNetwork(int n, String... names) {
    LayerSpec[] layers = new LayerSpec[names.length];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = LayerSpec.of(
          names[i], i == 0 ? NetworkSpec.INPUT : names[i - 1], n, n, Activation.IDENTITY);
    }
    return NetworkSpec.chain("Net", layers);
  }

  public static OpenWeights open(byte[] file, NetworkSpec network) {
    return file(file).open(network);
  }

  /** A file in memory, about which more can be said. */
  public static WeightsFile file(byte[] file) {
    return file(new ArrayBytes(NAME, file));
  }

  public static WeightsFile file(ByteSource bytes) {
    return WeightsFile.of(new WeightsFile.Location() {
      @Override
      public String description() {
        return bytes.description();
      }

      @Override
      public ByteSource open() {
        return bytes;
      }
    });
  }

  public static float[] elements(OpenWeights weights, String name) {
    Tensor tensor = weights.parameters().tensor(name);
    float[] elements = new float[(int) tensor.shape().elementCount()];
    tensor.read(0, elements, 0, elements.length);
    return elements;
  }

  /** Asserts an error of a code whose text has all of the fragments, and returns the text. */
  public static String assertRefused(ErrorCode code, Executable action, String... fragments) {
    LaminaException error = assertThrows(LaminaException.class, action);
    assertEquals(code, error.code(), error.getMessage());
    assertTrue(error.getMessage().startsWith("[" + code.code() + "] "), error.getMessage());
    for (String fragment : fragments) {
      assertTrue(
          error.getMessage().contains(fragment),
          () -> "expected \"" + fragment + "\" in:\n" + error.getMessage());
    }
    return error.getMessage();
  }
}
