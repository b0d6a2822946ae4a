package dev.lamina;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of {@link NetworkSpec#summary()}: columns as wide as what stands in them. */
final class SummaryTable {

  private final NetworkSpec network;
  private final String title;
  private final List<List<String>> lines = new ArrayList<>();

  SummaryTable(NetworkSpec network) {
    this.network = network;
    title = String.format(
        Locale.ROOT,
        "%s: X (N x %d) -> (N x %d), %,d parameters",
        network.name(),
        network.inputSize(),
        network.outputSize(),
        network.parameterCount());
    // A chain of nothing but dense layers needs no more than it always showed.
    boolean hasEquations = network.layers().stream()
        .anyMatch(layer -> layer.residual().isPresent()
            || layer.normalization().isPresent()
            || layer.inputNormalization().isPresent());
    lines.add(List.of(
        "layer",
        network.isChain() ? "input" : "reads",
        "W",
        "b",
        hasEquations ? "equation" : "activation",
        "A",
        "parameters"));
    for (LayerSpec layer : network.layers()) {
      lines.add(List.of(
          layer.name(),
          String.join(", ", layer.inputs())
              + layer.residual().map(residual -> " + " + residual.from()).orElse(""),
          String.format(Locale.ROOT, "(%d x %d)", layer.in(), layer.out()),
          layer.bias() ? String.format(Locale.ROOT, "(1 x %d)", layer.out()) : "none",
          hasEquations ? ascii(layer.equation()) : layer.activation().toString(),
          String.format(Locale.ROOT, "(N x %d)", layer.out()),
          String.format(Locale.ROOT, "%,d", layer.parameterCount())));
    }
  }

  @Override
  public String toString() {
    int last = lines.get(0).size() - 1;
    int[] widths = new int[last + 1];
    for (List<String> line : lines) {
      for (int column = 0; column <= last; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder(title);
    for (List<String> line : lines) {
      text.append('\n');
      for (int column = 0; column < last; column++) {
        String cell = line.get(column);
        text.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
      }
      // Counts are numbers: their digits line up on the right.
      text.append(" ".repeat(widths[last] - line.get(last).length())).append(line.get(last));
    }
    network
        .inputScaling()
        .ifPresent(scaling -> appendScaling(
            text,
            scaling.kind() == Scaling.STANDARD ? "(x - mean) / scale" : "x*scale + min",
            scaling,
            NetworkSpec.INPUT_SCALING,
            network.inputSize()));
    network
        .outputScaling()
        .ifPresent(scaling -> appendScaling(
            text,
            scaling.kind() == Scaling.STANDARD ? "y*scale + mean" : "(y - min) / scale",
            scaling,
            NetworkSpec.OUTPUT_SCALING,
            network.outputSize()));
    appendColumns(text, "inputs", network.inputs());
    appendColumns(text, "outputs", network.outputs());
    appendScratch(text);
    return text.toString();
  }

  private void appendScratch(StringBuilder text) {
    ScratchPlan plan = ScratchPlan.of(network);
    if (plan.columns() > 0) {
      text.append(String.format(Locale.ROOT, "\nscratch: (N x %d)", plan.columns()));
    }
    if (plan.copies() > 0) {
      text.append(", copies: ").append(plan.copies());
    }
  }

  private static void appendScaling(
      StringBuilder text, String formula, ScalingSpec scaling, String end, int columns) {
    text.append('\n').append(end).append(" scaling: ").append(formula).append(", ");
    if (scaling.isStored()) {
      text.append(String.join(" and ", scaling.tensorNames(end)))
          .append(String.format(Locale.ROOT, " (%d) of the file", columns));
    } else {
      text.append("constants");
    }
  }

  /** {@code XW} is a product, too, and every console can show it. */
  private static String ascii(String equation) {
    return equation.replace("·", "");
  }

  private static void appendColumns(StringBuilder text, String title, List<PortSpec> ports) {
    for (PortSpec port : ports) {
      if (!port.columns().isEmpty()) {
        String names =
            port.columns().stream().map(ColumnSpec::toString).collect(Collectors.joining(", "));
        text.append('\n').append(title).append(": ").append(names);
      }
    }
  }
}
