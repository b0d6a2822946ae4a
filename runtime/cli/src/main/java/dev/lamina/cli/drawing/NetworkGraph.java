package dev.lamina.cli.drawing;

import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.PortSpec;
import dev.lamina.weights.file.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The boxes and edges of a network.
 *
 * @param boxes inputs, layers and outputs, each behind all that it reads
 * @param edges what goes from one to another
 */
record NetworkGraph(List<Box> boxes, List<Edge> edges) {

  /** Spaces that XML leaves alone. */
  private static final String SPACE = "\u00a0\u00a0\u00a0";

  static NetworkGraph of(NetworkSpec network) {
    Reader reader = new Reader();
    boolean hasSeveralInputs = network.inputs().size() > 1;
    network.inputs().forEach(input -> reader.input(input, hasSeveralInputs));
    Runs.of(network).forEach(reader::layers);
    boolean hasSeveralOutputs = network.outputs().size() > 1;
    network.outputs().forEach(output -> reader.output(output, hasSeveralOutputs));
    return new NetworkGraph(List.copyOf(reader.boxes), List.copyOf(reader.edges));
  }

  /** {@code N × 784}. */
  static String matrix(int columns) {
    return "N × " + columns;
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static final class Reader {

    private final List<Box> boxes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();

    /** The box that each name stands for, and the number of columns that come out of it. */
    private final Map<String, Integer> sources = new HashMap<>();

    private final Map<String, Integer> columns = new HashMap<>();

    void input(PortSpec input, boolean isOneOfSeveral) {
      source(input.name(), input.size());
      boxes.add(port(Box.Kind.INPUT, input, isOneOfSeveral));
    }

    void output(PortSpec output, boolean isOneOfSeveral) {
      edge(output.name(), false, "output " + output.name());
      boxes.add(port(Box.Kind.OUTPUT, output, isOneOfSeveral));
    }

    void layers(List<LayerSpec> run) {
      LayerSpec first = run.get(0);
      LayerSpec last = run.get(run.size() - 1);
      String reader = run.size() == 1 ? first.name() : first.name() + " … " + last.name();
      first.inputs().forEach(input -> edge(input, false, reader));
      first.residual().ifPresent(residual -> edge(residual.from(), true, reader));
      source(last.name(), last.out());
      boxes.add(run.size() == 1 ? layer(first) : run(run, first, last));
    }

    private void source(String name, int size) {
      sources.put(name, boxes.size());
      columns.put(name, size);
    }

    private void edge(String from, boolean isResidual, String reader) {
      String shape = matrix(columns.getOrDefault(from, 0));
      edges.add(new Edge(
          sources.getOrDefault(from, 0),
          boxes.size(),
          new Line(Line.Style.SHAPE, shape),
          isResidual,
          Printable.text(from)
              + " → "
              + Printable.text(reader)
              + (isResidual ? ", added to it: " : ": ")
              + shape));
    }

    private static Box port(Box.Kind kind, PortSpec port, boolean isOneOfSeveral) {
      List<Line> lines = new ArrayList<>();
      lines.add(new Line(Line.Style.CAPTION, kind.cssClass().toUpperCase(Locale.ROOT)));
      lines.add(new Line(Line.Style.NAME, Names.shown(port.name())));
      lines.add(new Line(Line.Style.FORMULA, matrix(port.size())));
      String place = port.size() == 1
          ? "column " + port.offset()
          : "columns " + port.offset() + " to " + (port.offset() + port.size() - 1);
      if (isOneOfSeveral) {
        lines.add(new Line(Line.Style.REMARK, place));
      }
      List<String> meanings = port.columns().stream().map(ColumnSpec::toString).toList();
      if (!meanings.isEmpty()) {
        lines.add(new Line(Line.Style.REMARK, Names.list(meanings)));
      }
      String tooltip = kind.cssClass()
          + " "
          + Printable.text(port.name())
          + ": "
          + matrix(port.size())
          + (isOneOfSeveral ? ", " + place : "")
          + (meanings.isEmpty() ? "" : ": " + full(meanings));
      return new Box(kind, tooltip, lines);
    }

    private static Box layer(LayerSpec layer) {
      List<Line> lines = new ArrayList<>();
      lines.add(new Line(Line.Style.NAME, Names.shown(layer.name())));
      lines.addAll(mathematics(layer));
      lines.add(new Line(Line.Style.REMARK, count(layer.parameterCount()) + " parameters"));
      return new Box(Box.Kind.LAYER, described(layer), lines);
    }

    private static Box run(List<LayerSpec> run, LayerSpec first, LayerSpec last) {
      List<Line> lines = new ArrayList<>();
      lines.add(new Line(
          Line.Style.NAME,
          Names.list(List.of(first.name())) + " … " + Names.list(List.of(last.name()))));
      lines.add(new Line(Line.Style.REMARK, run.size() + " layers one after the other, each"));
      lines.addAll(mathematics(first));
      long each = first.parameterCount();
      lines.add(new Line(
          Line.Style.REMARK,
          run.size() + " × " + count(each) + " = " + count(run.size() * each) + " parameters"));
      return new Box(
          Box.Kind.RUN,
          run.stream().map(Reader::described).collect(Collectors.joining("\n")),
          lines);
    }

    private static List<Line> mathematics(LayerSpec layer) {
      List<Line> lines = new ArrayList<>();
      lines.add(new Line(Line.Style.FORMULA, layer.equation()));
      if (layer.inputs().size() > 1) {
        // The order in which they lie side by side is not the order in which edges arrive.
        lines.add(new Line(Line.Style.SHAPE, "X = [" + Names.list(layer.inputs()) + "]"));
      }
      lines.add(new Line(Line.Style.SHAPE, String.join(SPACE, shapes(layer))));
      return lines;
    }

    private static List<String> shapes(LayerSpec layer) {
      List<String> shapes = new ArrayList<>();
      shapes.add("W " + layer.in() + " × " + layer.out());
      if (layer.bias()) {
        shapes.add("b 1 × " + layer.out());
      }
      return shapes;
    }

    private static String described(LayerSpec layer) {
      String normalization = layer
              .inputNormalization()
              .map(norm -> ", its input normalised by " + statistics(norm))
              .orElse("")
          + layer
              .normalization()
              .map(norm -> ", normalised by " + statistics(norm))
              .orElse("");
      return Printable.text(layer.name())
          + " reads "
          + full(layer.inputs())
          + layer
              .residual()
              .map(residual -> " and adds " + Printable.text(residual.from()))
              .orElse("")
          + ": "
          + layer.equation()
          + normalization
          + ", "
          + String.join(", ", shapes(layer))
          + ", "
          + count(layer.parameterCount())
          + " parameters";
    }

    private static String statistics(NormalizationSpec norm) {
      return norm.kind() == Normalization.BATCH
          ? "measured means and variances"
          : "the mean and variance of each row";
    }

    private static String full(List<String> names) {
      return names.stream().map(Printable::text).collect(Collectors.joining(", "));
    }
  }
}
