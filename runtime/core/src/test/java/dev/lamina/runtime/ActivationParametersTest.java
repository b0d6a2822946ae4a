package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.runtime.models.Sloped;
import dev.lamina.runtime.models.SlopedNetwork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a declaration says of an activation is what the network computes. */
class ActivationParametersTest {

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("layer1.weight", Tensor.of(Shape.of(2, 3), 1, 0, 1, 0, 1, 1));
    tensors.put("layer1.bias", Tensor.of(Shape.of(3), 0, 0, 0));
    tensors.put("layer1.slope", Tensor.of(Shape.of(3), 0.25f, 0.5f, -1));
    tensors.put("layer2.weight", Tensor.of(Shape.of(3, 2), 1, 0, 0, 1, 0, 0.5f));
    tensors.put("layer2.bias", Tensor.of(Shape.of(2), 0, 0));
    tensors.put("layer3.weight", Tensor.of(Shape.of(2, 2), 1, 0, 0, 1));
    tensors.put("layer3.bias", Tensor.of(Shape.of(2), 0, 0));
    return tensors;
  }

  @Test
  void slopesAndParametersAreComputedWith(@TempDir Path directory) throws Exception {
    Path file = WeightFiles.write(
        directory.resolve("sloped.safetensors"), SlopedNetwork.SPEC, Parameters.of(tensors()));
    Sloped network = Lamina.load(Sloped.class, file);

    float[] y = network.forward(new float[] {-4, -2});

    // Z1 = (-4, -2, -6), A1 = (-1, -1, 6), Z2 = (-1, 2), A2 = (-0.5, 2), logarithms of A2/2.
    double logSum = Math.log(Math.exp(-0.25) + Math.exp(1));
    assertArrayEquals(new float[] {(float) (-0.25 - logSum), (float) (1 - logSum)}, y, 1e-6f);
  }

  @Test
  void aMissingSlopeIsAnError() {
    Map<String, Tensor> tensors = tensors();
    tensors.remove("layer1.slope");
    LaminaException error = assertThrows(
        LaminaException.class,
        () -> Lamina.load(Sloped.class, TrackedWeights.of(Parameters.of(tensors))));
    assertEquals(ErrorCode.WEIGHTS, error.code());
    assertEquals(
        "[LAM-WEIGHTS] the parameters do not fit network Sloped (1 problem):"
            + System.lineSeparator() + "  layer1.slope is missing, expected (3)",
        error.getMessage());
  }
}
