package dev.lamina.cli.drawing;

import dev.lamina.NetworkSpec;
import dev.lamina.cli.drawing.Layout.Point;
import dev.lamina.cli.drawing.Layout.Stretch;
import dev.lamina.weights.file.Printable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The picture of a network: a box for each input, layer and output with names, equations and shapes, and
 * edges with the shapes of the matrices that go along them. Data flows downwards.
 */
public final class NetworkDrawing {

  private static final int MARGIN = 28;
  private static final int HEADING = 62;

  /** What stands above the boxes has room in it. */
  private static final int LEAST_WIDTH = 320;

  private static final int ARROW = 8;
  private static final int SUM_RADIUS = 9;

  /** Colours of light and of dark surroundings; where neither is known, the light ones. */
  private static final String STYLE = """
      <style>
      text { text-anchor: middle; fill: #1f2430; font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", Arial, sans-serif }
      .formula, .shape { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
      .title { font-size: 17px; font-weight: 700 }
      .caption { font-size: 10px; letter-spacing: 1px }
      .name { font-size: 14px; font-weight: 700 }
      .formula { font-size: 12px }
      .shape { font-size: 11px }
      .remark { font-size: 11px }
      .caption, .remark { fill: #4c566a }
      .paper { fill: #ffffff }
      .box { stroke-width: 1.4 }
      .input .box { fill: #fdf3d8; stroke: #b08d2e }
      .layer .box { fill: #e8f1fc; stroke: #4f7fb5 }
      .output .box { fill: #e4f4e6; stroke: #4a9663 }
      .line { fill: none; stroke: #5b6678; stroke-width: 1.6 }
      .arrow { fill: #5b6678 }
      .residual .line { stroke: #8a3fb8; stroke-dasharray: 6 4 }
      .sum { fill: #ffffff; stroke: #8a3fb8; stroke-width: 1.6 }
      .plus { fill: none; stroke: #8a3fb8; stroke-width: 1.6 }
      .label { fill: #ffffff; stroke: #d5dae3; stroke-width: 1 }
      .residual .label { stroke: #d9bdea }
      @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .caption, .remark { fill: #a9b4c0 }
      .paper { fill: #0d1117 }
      .input .box { fill: #2f2813; stroke: #b8963c }
      .layer .box { fill: #14253b; stroke: #5b8fca }
      .output .box { fill: #14301c; stroke: #55a871 }
      .line { stroke: #93a1b2 }
      .arrow { fill: #93a1b2 }
      .residual .line { stroke: #c78cf0 }
      .sum { fill: #0d1117; stroke: #c78cf0 }
      .plus { stroke: #c78cf0 }
      .label { fill: #0d1117; stroke: #343d4a }
      .residual .label { stroke: #5a3d70 }
      }
      </style>
      """;

  private final NetworkSpec network;
  private final NetworkGraph graph;
  private final Layout layout;
  private final int width;
  private final int height;
  private final int left;
  private final StringBuilder svg = new StringBuilder();

  private NetworkDrawing(NetworkSpec network) {
    this.network = network;
    graph = NetworkGraph.of(network);
    layout = Layout.of(graph);
    int text = Math.max(title().width(), subtitle().width());
    width = Math.max(LEAST_WIDTH, Math.max(layout.width(), text) + 2 * MARGIN);
    height = HEADING + layout.height() + MARGIN;
    left = (width - layout.width()) / 2;
  }

  /**
   * Draws a network.
   *
   * @param network the network
   * @return an SVG document in ASCII, the same for equal networks; it needs nothing from elsewhere
   */
  public static String svg(NetworkSpec network) {
    return new NetworkDrawing(network).draw();
  }

  private Line title() {
    return new Line(Line.Style.TITLE, Names.shown(network.name()));
  }

  private Line subtitle() {
    return new Line(
        Line.Style.REMARK,
        NetworkGraph.matrix(network.inputSize())
            + " → "
            + NetworkGraph.matrix(network.outputSize())
            + ", "
            + NetworkGraph.count(network.parameterCount())
            + " parameters");
  }

  private String draw() {
    write(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\""
            + " height=\"%2$d\" role=\"img\" aria-labelledby=\"lamina-title lamina-desc\">",
        width, height);
    tag(
        "title",
        "lamina-title",
        Printable.text(network.name()) + ": " + subtitle().text());
    tag(
        "desc",
        "lamina-desc",
        graph.boxes().stream().map(Box::tooltip).collect(Collectors.joining("\n")));
    svg.append(STYLE);
    write("<rect class=\"paper\" width=\"%d\" height=\"%d\" rx=\"12\"/>", width, height);
    text(title(), width / 2, 34);
    text(subtitle(), width / 2, 53);
    write("<g transform=\"translate(%d %d)\">", left, HEADING + 8);
    for (int i = 0; i < graph.edges().size(); i++) {
      edge(graph.edges().get(i), layout.curves().get(i));
    }
    for (int i = 0; i < graph.boxes().size(); i++) {
      box(graph.boxes().get(i), layout.boxes().get(i));
    }
    for (int i = 0; i < graph.edges().size(); i++) {
      label(graph.edges().get(i), layout.labels().get(i), layout.curves().get(i));
    }
    svg.append("</g>\n</svg>\n");
    return svg.toString();
  }

  /** A line of the document. */
  private void write(String format, Object... arguments) {
    svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  private void tag(String name, String id, String text) {
    write("<%1$s id=\"%2$s\">%3$s</%1$s>", name, id, Xml.escape(text));
  }

  private void tooltip(String text) {
    svg.append("<title>").append(Xml.escape(text)).append("</title>\n");
  }

  private void text(Line line, int x, int y) {
    write(
        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>",
        line.style().cssClass(), x, y, Xml.escape(line.text()));
  }

  private void edge(Edge edge, List<Stretch> curve) {
    write("<g class=\"%s\">", cssClass(edge));
    tooltip(edge.tooltip());
    Point end = curve.get(curve.size() - 1).to();
    write("<path class=\"line\" d=\"%s\"/>", path(curve, edge.isResidual() ? SUM_RADIUS : ARROW));
    if (!edge.isResidual()) {
      write("<path class=\"arrow\" d=\"M%d %dl-4 -9h8z\"/>", end.x(), end.y() - 1);
    }
    svg.append("</g>\n");
  }

  private static String cssClass(Edge edge) {
    return edge.isResidual() ? "residual" : "feed";
  }

  /** Straight pieces one after the other are one; the last is cut short for what ends the line. */
  private static String path(List<Stretch> curve, int cut) {
    Point start = curve.get(0).from();
    StringBuilder path = new StringBuilder("M" + start.x() + " " + start.y());
    int y = start.y();
    for (int i = 0; i < curve.size(); i++) {
      Stretch stretch = curve.get(i);
      Point to = stretch.to();
      int end = i == curve.size() - 1 ? to.y() - cut : to.y();
      if (to.x() != stretch.from().x()) {
        if (y != stretch.from().y()) {
          path.append("V").append(stretch.from().y());
        }
        int middle = (stretch.from().y() + end) / 2;
        path.append(String.format(
            Locale.ROOT,
            "C%d %d %d %d %d %d",
            stretch.from().x(),
            middle,
            to.x(),
            middle,
            to.x(),
            end));
        y = end;
      } else if (i == curve.size() - 1 && y != end) {
        path.append("V").append(end);
      }
    }
    return path.toString();
  }

  private void box(Box box, Point at) {
    write("<g class=\"%s\">", box.kind().cssClass());
    tooltip(box.tooltip());
    int x = at.x() - box.width() / 2;
    if (box.kind() == Box.Kind.RUN) {
      rectangle(
          "box", x + Box.STACK, at.y() + Box.STACK, box.width() - 2 * Box.STACK, box.frontHeight());
    }
    rectangle("box", x, at.y(), box.width(), box.frontHeight());
    int y = at.y() + Box.margin();
    for (Line line : box.lines()) {
      y += line.style().height();
      text(line, at.x(), y - line.style().height() / 4);
    }
    svg.append("</g>\n");
  }

  private void rectangle(String cssClass, int x, int y, int width, int height) {
    write(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"9\"/>",
        cssClass, x, y, width, height);
  }

  private void label(Edge edge, Point at, List<Stretch> curve) {
    write("<g class=\"%s\">", cssClass(edge));
    tooltip(edge.tooltip());
    rectangle("label", at.x() - edge.labelWidth() / 2, at.y() - 9, edge.labelWidth(), 18);
    text(edge.label(), at.x(), at.y() + 4);
    if (edge.isResidual()) {
      Point end = curve.get(curve.size() - 1).to();
      write(
          "<circle class=\"sum\" cx=\"%1$d\" cy=\"%2$d\" r=\"%3$d\"/>\n"
              + "<path class=\"plus\" d=\"M%4$d %2$dh10m-5 -5v10\"/>",
          end.x(), end.y(), SUM_RADIUS, end.x() - 5);
    }
    svg.append("</g>\n");
  }
}
