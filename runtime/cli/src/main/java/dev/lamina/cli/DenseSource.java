package dev.lamina.cli;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.NormalizationSpec;
import java.util.List;

/** Writes layers as the annotations that declare them. */
final class DenseSource {

  private DenseSource() {}

  /** {@code @Dense(in = 784, out = 128, activation = Activation.RELU)}, a line a layer. */
  static List<String> lines(NetworkSpec network) {
    return network.layers().stream().map(DenseSource::line).toList();
  }

  private static String line(LayerSpec layer) {
    StringBuilder line =
        new StringBuilder("@Dense(in = ").append(layer.in()).append(", out = ").append(layer.out());
    if (layer.activation().kind() != Activation.IDENTITY) {
      line.append(", activation = Activation.").append(layer.activation().kind().name());
    }
    layer
        .activation()
        .changedParameters()
        .forEach((name, value) -> line.append(", ").append(name).append(" = ").append(value));
    if (layer.activation().slopePerUnit()) {
      line.append(", slopePerUnit = true");
    }
    layer.normalization().ifPresent(norm -> {
      line.append(", normalization = Normalization.").append(norm.kind().name());
      if (norm.afterActivation()) {
        line.append(", normalizeAfterActivation = true");
      }
    });
    layer
        .inputNormalization()
        .ifPresent(norm -> line.append(", inputNormalization = Normalization.")
            .append(norm.kind().name()));
    layer
        .normalization()
        .or(layer::inputNormalization)
        .map(NormalizationSpec::epsilon)
        .filter(epsilon -> epsilon != NormalizationSpec.DEFAULT_EPSILON)
        .ifPresent(epsilon -> line.append(", epsilon = ").append(epsilon));
    if (!layer.bias()) {
      line.append(", bias = false");
    }
    return line.append(")").toString();
  }
}
