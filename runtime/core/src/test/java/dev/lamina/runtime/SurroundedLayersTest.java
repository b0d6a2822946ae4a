package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lamina.Parameters;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import dev.lamina.runtime.models.Surrounded;
import dev.lamina.runtime.models.SurroundedNetwork;
import dev.lamina.weights.WeightsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a declaration says about what surrounds its layers is what the network computes. */
class SurroundedLayersTest {

  private static Parameters parameters() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("input.mean", Tensor.of(Shape.of(2), 10, 20));
    tensors.put("input.scale", Tensor.of(Shape.of(2), 2, 4));
    tensors.put("layer1.weight", Tensor.of(Shape.of(2, 3), 1, 0, 1, 0, 1, 1));
    tensors.put("layer1.norm.weight", Tensor.of(Shape.of(3), 1, 2, 3));
    tensors.put("layer1.norm.bias", Tensor.of(Shape.of(3), 0, 1, -30));
    tensors.put("layer1.norm.running_mean", Tensor.of(Shape.of(3), 1, 1, 1));
    tensors.put("layer1.norm.running_var", Tensor.of(Shape.of(3), 4, 1, 0.25f));
    tensors.put("layer2.weight", Tensor.of(Shape.of(3, 2), 1, 0, 0, 1, 1, 1));
    tensors.put("layer2.bias", Tensor.of(Shape.of(2), 0.5f, -9));
    tensors.put("layer2.norm.weight", Tensor.of(Shape.of(2), 1, -1));
    tensors.put("layer2.norm.bias", Tensor.of(Shape.of(2), 0.25f, 0.5f));
    tensors.put("layer2.norm.running_mean", Tensor.of(Shape.of(2), 1, 2));
    tensors.put("layer2.norm.running_var", Tensor.of(Shape.of(2), 3, 8));
    tensors.put("layer3.weight", Tensor.of(Shape.of(2, 2), 1, 0.5f, 0, 1));
    tensors.put("layer3.bias", Tensor.of(Shape.of(2), 0, -1));
    return Parameters.of(tensors);
  }

  @Test
  void itIsComputedInItsOrder(@TempDir Path directory) {
    Path file = directory.resolve("surrounded.safetensors");
    WeightsWriter.write(file, SurroundedNetwork.SPEC, parameters(), Optional.empty());
    Surrounded network = Lamina.load(Surrounded.class, file);

    float[] y = network.forward(new float[] {16, 28});

    // Scaled X = (3, 2); Z1 = (3, 2, 5).
    double[] a1 = {
      2 / Math.sqrt(4 + 1e-5),
      2 * 1 / Math.sqrt(1 + 1e-5) + 1,
      Math.max(0, 3 * 4 / Math.sqrt(0.25 + 1e-5) - 30)
    };
    // relu(Z2), then normalised with epsilon = 1.
    double[] a2 = {
      (Math.max(0, a1[0] + a1[2] + 0.5) - 1) / 2 + 0.25,
      -(Math.max(0, a1[1] + a1[2] - 9) - 2) / 3 + 0.5
    };
    double[] expected = {100 + 10 * Math.tanh(a2[0]), 200 + 10 * Math.tanh(0.5 * a2[0] + a2[1] - 1)
    };
    assertArrayEquals(new float[] {(float) expected[0], (float) expected[1]}, y, 3e-5f);
  }

  @Test
  void whatWasMeasuredIsNoParameter() {
    // 2*3, 2*3 of the normalisation; 3*2 + 2, 2*2; 2*2 + 2.
    assertEquals(6 + 6 + 8 + 4 + 6, SurroundedNetwork.SPEC.parameterCount());
  }
}
