package dev.lamina.cli;

import dev.lamina.Activation;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.NormalizationSpec;
import dev.lamina.PortSpec;
import dev.lamina.Scaling;
import dev.lamina.ScalingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes layers as the annotations that declare them. */
final class DenseSource {

  private DenseSource() {}

  /**
   * {@code @Dense(in = 784, out = 128, activation = Activation.RELU)}, a line a layer. Layers of a network
   * that is no chain have their names; its inputs and outputs have lines of their own.
   */
  static List<String> lines(NetworkSpec network) {
    List<String> lines = new ArrayList<>();
    network.inputScaling().ifPresent(spec -> lines.add("@InputScale" + kind(spec)));
    network.outputScaling().ifPresent(spec -> lines.add("@OutputScale" + kind(spec)));
    if (network.isChain()) {
      network
          .layers()
          .forEach(layer -> lines.add("@Dense(" + members(layer, "in = " + layer.in()) + ")"));
      return lines;
    }
    List<String> inputs = network.inputs().stream().map(PortSpec::name).toList();
    if (!inputs.equals(List.of(NetworkSpec.INPUT))) {
      network
          .inputs()
          .forEach(input -> lines.add(
              "@Input(name = " + quoted(input.name()) + ", size = " + input.size() + ")"));
    }
    List<String> previous = inputs;
    for (LayerSpec layer : network.layers()) {
      lines.add("@Dense(" + members(layer, edges(layer, previous)) + ")");
      previous = List.of(layer.name());
    }
    List<String> outputs = network.outputs().stream().map(PortSpec::name).toList();
    if (!outputs.equals(previous)) {
      lines.add("@Output(" + list(outputs) + ")");
    }
    return lines;
  }

  /** The numbers are in the file. */
  private static String kind(ScalingSpec scaling) {
    return scaling.kind() == Scaling.STANDARD ? "" : "(kind = Scaling." + scaling.kind() + ")";
  }

  /** What a layer is called, reads and adds. */
  private static String edges(LayerSpec layer, List<String> previous) {
    StringBuilder edges = new StringBuilder("name = ").append(quoted(layer.name()));
    if (!layer.inputs().equals(previous)) {
      edges.append(", from = ").append(list(layer.inputs()));
    }
    layer
        .residual()
        .ifPresent(added -> edges
            .append(", add = ")
            .append(quoted(added.from()))
            .append(added.afterActivation() ? ", addAfterActivation = true" : ""));
    return edges.append(", in = ").append(layer.in()).toString();
  }

  private static String list(List<String> names) {
    String text = names.stream().map(DenseSource::quoted).collect(Collectors.joining(", "));
    return names.size() == 1 ? text : "{" + text + "}";
  }

  /** A name out of a file as a Java literal. */
  private static String quoted(String name) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        literal.append(c);
      } else {
        // The compiler reads Unicode escapes first, so that one of a line's end would end the line.
        literal.append(String.format(Locale.ROOT, c < ' ' ? "\\%03o" : "\\u%04x", (int) c));
      }
    }
    return literal.append('"').toString();
  }

  private static String members(LayerSpec layer, String first) {
    StringBuilder line = new StringBuilder(first).append(", out = ").append(layer.out());
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
    return line.toString();
  }
}
