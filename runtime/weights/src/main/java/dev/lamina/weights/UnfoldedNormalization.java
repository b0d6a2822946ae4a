package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Shape;
import dev.lamina.weights.file.ArrayTensor;
import dev.lamina.weights.onnx.OnnxLayer;
import java.util.Arrays;

/**
 * The normalisation of a layer out of a file that has it as a part of W and b already, as the reader of
 * ONNX models does: one that changes nothing, so that the network computes the same. Only a b that the
 * layer is declared not to have is what it adds.
 */
final class UnfoldedNormalization {

  private UnfoldedNormalization() {}

  /** Whether a layer has one that can be unfolded. */
  static boolean isOf(LayerSpec layer) {
    return layer
        .normalization()
        .filter(norm -> norm.kind() == Normalization.BATCH)
        .isPresent();
  }

  /** Whether a b of the file can be what the normalisation of a layer without one adds. */
  static boolean takesBias(LayerSpec layer) {
    return isOf(layer)
        && !layer.bias()
        && layer.normalization().filter(norm -> !norm.afterActivation()).isPresent();
  }

  /** One of the tensors of the normalisation. */
  static ArrayTensor tensor(LayerSpec layer, String role, OnnxLayer found) {
    double epsilon = layer.normalization().map(NormalizationSpec::epsilon).orElseThrow();
    float variance = (float) Math.max(0, 1 - epsilon);
    return switch (role) {
      case LayerSpec.NORM_WEIGHT -> constant(layer, (float) Math.sqrt(variance + epsilon));
      case LayerSpec.NORM_VARIANCE -> constant(layer, variance);
      case LayerSpec.NORM_BIAS ->
        takesBias(layer) && found.hasBias() ? found.tensor(LayerSpec.BIAS) : constant(layer, 0);
      default -> constant(layer, 0);
    };
  }

  private static ArrayTensor constant(LayerSpec layer, float value) {
    float[] elements = new float[layer.out()];
    Arrays.fill(elements, value);
    return new ArrayTensor(Shape.of(layer.out()), elements);
  }
}
