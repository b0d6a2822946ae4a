package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.Shape;
import dev.lamina.weights.file.ArrayTensor;
import dev.lamina.weights.onnx.OnnxLayer;
import java.util.Arrays;
import java.util.Optional;

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

  /** Whether a tensor is one of a normalisation by batch. */
  static boolean isOfBatch(LayerSpec layer, String role) {
    Optional<NormalizationSpec> normalization = role.startsWith("norm.")
        ? layer.normalization()
        : role.startsWith("input_norm.") ? layer.inputNormalization() : Optional.empty();
    return normalization.filter(norm -> norm.kind() == Normalization.BATCH).isPresent();
  }

  /** One of the tensors of a normalisation. */
  static ArrayTensor tensor(LayerSpec layer, String role, OnnxLayer found) {
    if (role.equals(LayerSpec.NORM_BIAS) && takesBias(layer) && found.hasBias()) {
      return found.tensor(LayerSpec.BIAS);
    }
    return role.startsWith("norm.")
        ? unchanging(layer.normalization(), role, layer.out())
        : unchanging(layer.inputNormalization(), role.substring("input_".length()), layer.in());
  }

  private static ArrayTensor unchanging(
      Optional<NormalizationSpec> normalization, String role, int columns) {
    double epsilon = normalization.map(NormalizationSpec::epsilon).orElseThrow();
    float variance = (float) Math.max(0, 1 - epsilon);
    float[] elements = new float[columns];
    Arrays.fill(
        elements,
        switch (role) {
          case LayerSpec.NORM_WEIGHT -> (float) Math.sqrt(variance + epsilon);
          case LayerSpec.NORM_VARIANCE -> variance;
          default -> 0;
        });
    return new ArrayTensor(Shape.of(columns), elements);
  }
}
