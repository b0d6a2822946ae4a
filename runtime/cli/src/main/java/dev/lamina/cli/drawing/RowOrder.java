package dev.lamina.cli.drawing;

import dev.lamina.cli.drawing.LayeredGraph.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Puts the vertices of each row in an order in which few links cross: each to the mean place of its
 * neighbours in the row above, then of those in the row below, and again, and neighbours change places
 * where that helps. The best order that was met is kept. Kozo Sugiyama, Shojiro Tagawa and Mitsuhiko Toda,
 * Methods for Visual Understanding of Hierarchical System Structures, 1981.
 */
final class RowOrder {

  private static final int SWEEPS = 24;

  /** Exchanges look at every pair of links of two neighbours: too much where there are many. */
  private static final int MOST_LINKS_FOR_EXCHANGES = 4000;

  private final LayeredGraph graph;
  private final int[][] above;
  private final int[][] below;
  private final int[][] rows;
  private final int[] place;

  private RowOrder(LayeredGraph graph) {
    this.graph = graph;
    above = neighbours(graph, true);
    below = neighbours(graph, false);
    rows = depthFirst();
    place = new int[graph.vertices().size()];
    for (int[] row : rows) {
      number(row);
    }
  }

  /** The vertices of each row from left to right. */
  static int[][] of(LayeredGraph graph) {
    return new RowOrder(graph).best();
  }

  private static int[][] neighbours(LayeredGraph graph, boolean areAbove) {
    return graph.linksOf(areAbove).stream()
        .map(links ->
            links.stream().mapToInt(areAbove ? Link::upper : Link::lower).toArray())
        .toArray(int[][]::new);
  }

  /** What hangs together begins together. */
  private int[][] depthFirst() {
    List<List<Integer>> found = new ArrayList<>();
    for (int i = 0; i < graph.rows(); i++) {
      found.add(new ArrayList<>());
    }
    boolean[] isFound = new boolean[graph.vertices().size()];
    List<Integer> open = new ArrayList<>();
    for (int start = 0; start < isFound.length; start++) {
      open.add(start);
      while (!open.isEmpty()) {
        int vertex = open.remove(open.size() - 1);
        if (!isFound[vertex]) {
          isFound[vertex] = true;
          found.get(graph.vertices().get(vertex).row()).add(vertex);
          for (int i = below[vertex].length - 1; i >= 0; i--) {
            open.add(below[vertex][i]);
          }
        }
      }
    }
    return found.stream()
        .map(row -> row.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private void number(int[] row) {
    for (int i = 0; i < row.length; i++) {
      place[row[i]] = i;
    }
  }

  private int[][] best() {
    int[][] best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean isDown = sweep % 2 == 0;
      boolean turnsEqual = sweep % 4 >= 2;
      for (int i = 0; i < rows.length; i++) {
        sort(rows[isDown ? i : rows.length - 1 - i], isDown ? above : below, turnsEqual);
      }
      if (graph.links().size() <= MOST_LINKS_FOR_EXCHANGES) {
        for (int[] row : rows) {
          exchange(row);
        }
      }
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = copy();
      }
    }
    return best;
  }

  private int[][] copy() {
    return Arrays.stream(rows).map(int[]::clone).toArray(int[][]::new);
  }

  /** What wants to the same place changes its order, or no sweep would ever try the other one. */
  private void sort(int[] row, int[][] neighbours, boolean turnsEqual) {
    double[] wanted = new double[place.length];
    for (int vertex : row) {
      wanted[vertex] = Arrays.stream(neighbours[vertex])
          .mapToDouble(neighbour -> (place[neighbour] + 0.5) / rowOf(neighbour).length)
          .average()
          .orElse((place[vertex] + 0.5) / row.length);
    }
    int[] sorted = Arrays.stream(row)
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(vertex -> wanted[vertex])
            .thenComparingInt(vertex -> turnsEqual ? -place[vertex] : place[vertex]))
        .mapToInt(Integer::intValue)
        .toArray();
    System.arraycopy(sorted, 0, row, 0, row.length);
    number(row);
  }

  private int[] rowOf(int vertex) {
    return rows[graph.vertices().get(vertex).row()];
  }

  private void exchange(int[] row) {
    for (int i = 1; i < row.length; i++) {
      int left = row[i - 1];
      int right = row[i];
      long now = crossings(above[left], above[right]) + crossings(below[left], below[right]);
      long then = crossings(above[right], above[left]) + crossings(below[right], below[left]);
      if (then < now) {
        row[i - 1] = right;
        row[i] = left;
        place[right] = i - 1;
        place[left] = i;
      }
    }
  }

  /** How often the links of two vertices cross, the first left of the second. */
  private long crossings(int[] left, int[] right) {
    long count = 0;
    for (int a : left) {
      for (int b : right) {
        if (place[a] > place[b]) {
          count++;
        }
      }
    }
    return count;
  }

  private long crossings() {
    long count = 0;
    for (int i = 1; i < rows.length; i++) {
      count += crossingsAbove(rows[i], rows[i - 1].length);
    }
    return count;
  }

  /** From left to right, the links so far that end to the right of a new one; a Fenwick tree counts. */
  private long crossingsAbove(int[] row, int placesAbove) {
    int[] tree = new int[placesAbove + 1];
    long count = 0;
    int links = 0;
    for (int vertex : row) {
      for (int neighbour : above[vertex]) {
        count += links - sum(tree, place[neighbour] + 1);
      }
      for (int neighbour : above[vertex]) {
        for (int i = place[neighbour] + 1; i < tree.length; i += i & -i) {
          tree[i]++;
        }
        links++;
      }
    }
    return count;
  }

  private static int sum(int[] tree, int end) {
    int sum = 0;
    for (int i = end; i > 0; i -= i & -i) {
      sum += tree[i];
    }
    return sum;
  }
}
