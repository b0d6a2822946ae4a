package dev.lamina.cli.drawing;

import dev.lamina.cli.drawing.LayeredGraph.Kind;
import dev.lamina.cli.drawing.LayeredGraph.Link;
import dev.lamina.cli.drawing.LayeredGraph.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of everything in pixels, x to the right and y down from 0.
 *
 * @param width of all of it
 * @param height of all of it
 * @param boxes the middle of the upper edge of each box of the graph
 * @param labels the middle of each edge's label
 * @param curves the way of each edge
 */
record Layout(
    int width, int height, List<Point> boxes, List<Point> labels, List<List<Stretch>> curves) {

  private static final int GAP_ABOVE_LABELS = 22;

  /** Edges end straight, for the arrowhead or the sign of a sum. */
  private static final int END = 10;

  private static final int GAP_ABOVE_BOXES = 24 + END;

  /** Lines that go far across need room to turn. */
  private static final double GAP_PER_DISTANCE = 0.18;

  private static final int WIDEST_GAP = 90;

  private static final int PORT_TOLERANCE = 6;

  /** A place. */
  record Point(int x, int y) {}

  /** A piece of a way, straight down or in a curve that begins and ends straight down. */
  record Stretch(Point from, Point to) {}

  static Layout of(NetworkGraph network) {
    LayeredGraph graph = LayeredGraph.of(network);
    int[][] rows = RowOrder.of(graph);
    int[] place = new int[graph.vertices().size()];
    for (int[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        place[row[i]] = i;
      }
    }
    Ports ports = Ports.of(graph, place);
    int[] x = Columns.of(graph, rows, place, ports);
    return new Placing(network, graph, ports, x).layout();
  }

  private static final class Placing {

    private final NetworkGraph network;
    private final LayeredGraph graph;
    private final Ports ports;
    private final int[] x;
    private final int[] top;
    private final int[] bottom;
    private final Map<List<Integer>, Link> links = new HashMap<>();

    Placing(NetworkGraph network, LayeredGraph graph, Ports ports, int[] x) {
      this.network = network;
      this.graph = graph;
      this.ports = ports;
      this.x = x;
      top = new int[graph.rows()];
      bottom = new int[graph.rows()];
      graph.links().forEach(link -> links.put(List.of(link.upper(), link.lower()), link));
      placeRows();
    }

    private void placeRows() {
      int[] heights = new int[graph.rows()];
      int[] distances = new int[graph.rows()];
      for (Vertex vertex : graph.vertices()) {
        heights[vertex.row()] = Math.max(heights[vertex.row()], vertex.height());
      }
      for (Link link : graph.links()) {
        int row = graph.vertices().get(link.lower()).row();
        distances[row] = Math.max(distances[row], Math.abs(lowerX(link) - upperX(link)));
      }
      for (int row = 0; row < heights.length; row++) {
        if (row > 0) {
          int gap = row % 2 == 0 ? GAP_ABOVE_BOXES : GAP_ABOVE_LABELS;
          int wide = (int) Math.rint(gap + GAP_PER_DISTANCE * distances[row]);
          top[row] = bottom[row - 1] + Math.min(wide, WIDEST_GAP);
        }
        bottom[row] = top[row] + heights[row];
      }
    }

    private int upperX(Link link) {
      return near(link.upper(), ports.upper(link), x[link.lower()]);
    }

    private int lowerX(Link link) {
      return near(link.lower(), ports.lower(link), x[link.upper()]);
    }

    /** A port gives way by a few pixels if that makes a line straight. */
    private int near(int vertex, double offset, int other) {
      int port = (int) (x[vertex] + offset);
      boolean isBox = graph.vertices().get(vertex).kind() == Kind.BOX;
      return isBox && Math.abs(port - other) <= PORT_TOLERANCE ? other : port;
    }

    Layout layout() {
      int width = 0;
      List<Point> boxes = new ArrayList<>();
      List<Point> labels = new ArrayList<>();
      for (int i = 0; i < graph.vertices().size(); i++) {
        Vertex vertex = graph.vertices().get(i);
        width = Math.max(width, x[i] + vertex.width() / 2);
        int middle = (top[vertex.row()] + bottom[vertex.row()]) / 2;
        if (vertex.kind() == Kind.BOX) {
          boxes.add(new Point(x[i], middle - vertex.height() / 2));
        } else if (vertex.kind() == Kind.LABEL) {
          labels.add(new Point(x[i], middle));
        }
      }
      List<List<Stretch>> curves = new ArrayList<>();
      for (int i = 0; i < graph.routes().size(); i++) {
        curves.add(curve(graph.routes().get(i), network.edges().get(i), boxes));
      }
      return new Layout(
          width, bottom[bottom.length - 1], List.copyOf(boxes), List.copyOf(labels), curves);
    }

    /** In a row an edge goes straight down; it turns between rows, where there are no boxes. */
    private List<Stretch> curve(List<Integer> route, Edge edge, List<Point> boxes) {
      List<Stretch> stretches = new ArrayList<>();
      Point at = new Point(
          0, boxes.get(edge.from()).y() + network.boxes().get(edge.from()).height());
      for (int i = 1; i < route.size(); i++) {
        Vertex upper = graph.vertices().get(route.get(i - 1));
        Vertex lower = graph.vertices().get(route.get(i));
        Link link = links.get(List.of(route.get(i - 1), route.get(i)));
        if (link == null) {
          throw new IllegalStateException("a route has no link; please report it: " + edge);
        }
        Point leave = new Point(upperX(link), bottom[upper.row()]);
        int above = lower.kind() == Kind.BOX ? END : 0;
        Point enter = new Point(lowerX(link), top[lower.row()] - above);
        stretches.add(new Stretch(new Point(leave.x(), at.y()), leave));
        stretches.add(new Stretch(leave, enter));
        at = enter;
      }
      stretches.add(new Stretch(at, new Point(at.x(), boxes.get(edge.to()).y())));
      return List.copyOf(stretches);
    }
  }
}
