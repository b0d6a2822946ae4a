package dev.lamina.cli.drawing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph cut into rows: boxes in even rows, by the longest way to them from an input, the labels of
 * edges in the odd row above the box where they end, and a bend in every row that an edge passes. Links
 * lead from one row to the next only. Edges of one kind from one box share their bends, so a matrix that
 * many layers read is one line with branches.
 *
 * @param vertices what stands in the rows
 * @param links what connects them, none twice
 * @param routes the vertices of each edge, from box to box
 * @param rows the number of rows
 */
record LayeredGraph(List<Vertex> vertices, List<Link> links, List<List<Integer>> routes, int rows) {

  private static final int LABEL_HEIGHT = 18;

  /** What a vertex is. */
  enum Kind {
    BOX,
    LABEL,
    BEND
  }

  /**
   * Something that has a place in a row.
   *
   * @param kind what it is
   * @param row the row, 0 on top
   * @param index the place of the box or edge in the graph; a bend has that of its source
   * @param width in pixels, even
   * @param height in pixels, even
   */
  record Vertex(Kind kind, int row, int index, int width, int height) {}

  /**
   * A piece of an edge.
   *
   * @param upper the vertex above
   * @param lower the vertex in the row below
   * @param isResidual whether it belongs to a residual
   * @param isMain whether it belongs to an edge that is no residual and passes no row
   */
  record Link(int upper, int lower, boolean isResidual, boolean isMain) {}

  static LayeredGraph of(NetworkGraph graph) {
    return new Builder(graph).build();
  }

  /** The links of each vertex to the row above it, or to the row below. */
  List<List<Link>> linksOf(boolean above) {
    List<List<Link>> found = new ArrayList<>();
    vertices.forEach(vertex -> found.add(new ArrayList<>()));
    for (Link link : links) {
      found.get(above ? link.lower() : link.upper()).add(link);
    }
    return found;
  }

  private static final class Builder {

    /** A bend: the box where the line comes from, of which kind it is, in which row. */
    private record Passage(int source, boolean isResidual, int row) {}

    private final NetworkGraph graph;
    private final List<Vertex> vertices = new ArrayList<>();
    private final Map<Passage, Integer> bends = new LinkedHashMap<>();
    private final Map<List<Integer>, Link> links = new LinkedHashMap<>();
    private final List<List<Integer>> routes = new ArrayList<>();

    Builder(NetworkGraph graph) {
      this.graph = graph;
    }

    LayeredGraph build() {
      int[] ranks = ranks();
      int rows = 1;
      for (int i = 0; i < ranks.length; i++) {
        Box box = graph.boxes().get(i);
        vertices.add(new Vertex(Kind.BOX, 2 * ranks[i], i, box.width(), box.height()));
        rows = Math.max(rows, 2 * ranks[i] + 1);
      }
      for (int i = 0; i < graph.edges().size(); i++) {
        route(i);
      }
      return new LayeredGraph(
          List.copyOf(vertices), List.copyOf(links.values()), List.copyOf(routes), rows);
    }

    /** Boxes come behind all that they read. Outputs stand in the last row together. */
    private int[] ranks() {
      int[] ranks = new int[graph.boxes().size()];
      for (Edge edge : graph.edges().stream()
          .sorted((a, b) -> Integer.compare(a.to(), b.to()))
          .toList()) {
        ranks[edge.to()] = Math.max(ranks[edge.to()], ranks[edge.from()] + 1);
      }
      int last = 0;
      for (int rank : ranks) {
        last = Math.max(last, rank);
      }
      boolean isLastAnOutput = true;
      for (int i = 0; i < ranks.length; i++) {
        isLastAnOutput &= ranks[i] < last || graph.boxes().get(i).kind() == Box.Kind.OUTPUT;
      }
      for (int i = 0; i < ranks.length; i++) {
        if (graph.boxes().get(i).kind() == Box.Kind.OUTPUT) {
          ranks[i] = isLastAnOutput ? last : last + 1;
        }
      }
      return ranks;
    }

    private void route(int index) {
      Edge edge = graph.edges().get(index);
      int end = vertices.get(edge.to()).row();
      boolean isMain = !edge.isResidual() && end - vertices.get(edge.from()).row() == 2;
      List<Integer> route = new ArrayList<>();
      route.add(edge.from());
      for (int row = vertices.get(edge.from()).row() + 1; row < end - 1; row++) {
        route.add(bends.computeIfAbsent(
            new Passage(edge.from(), edge.isResidual(), row),
            passage -> add(new Vertex(Kind.BEND, passage.row(), passage.source(), 0, 0))));
      }
      route.add(add(new Vertex(Kind.LABEL, end - 1, index, edge.labelWidth(), LABEL_HEIGHT)));
      route.add(edge.to());
      for (int i = 1; i < route.size(); i++) {
        int upper = route.get(i - 1);
        int lower = route.get(i);
        links.putIfAbsent(List.of(upper, lower), new Link(upper, lower, edge.isResidual(), isMain));
      }
      routes.add(List.copyOf(route));
    }

    private int add(Vertex vertex) {
      vertices.add(vertex);
      return vertices.size() - 1;
    }
  }
}
