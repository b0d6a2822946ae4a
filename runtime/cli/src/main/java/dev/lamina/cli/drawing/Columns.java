package dev.lamina.cli.drawing;

import dev.lamina.cli.drawing.LayeredGraph.Kind;
import dev.lamina.cli.drawing.LayeredGraph.Link;
import dev.lamina.cli.drawing.LayeredGraph.Vertex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far right the middle of each vertex stands. Row by row, each vertex is drawn to its neighbours, and
 * stays clear of those beside it; then whatever can be straight is made straight.
 */
final class Columns {

  private static final int SWEEPS = 40;
  private static final int STRAIGHTENINGS = 4;

  /** A long line wants to be straight more than a box wants to stand below what it reads. */
  private static final double BEND_WEIGHT = 8;

  private static final double MAIN_WEIGHT = 6;
  private static final double RESIDUAL_WEIGHT = 0.5;

  /** What has no neighbours stays where it is, and gives way to what has. */
  private static final double LONELY_WEIGHT = 1e-3;

  private final LayeredGraph graph;
  private final int[][] rows;
  private final Ports ports;
  private final List<List<Link>> above;
  private final List<List<Link>> below;
  private final double[] x;
  private final int[] place;

  private Columns(LayeredGraph graph, int[][] rows, int[] place, Ports ports) {
    this.graph = graph;
    this.rows = rows;
    this.place = place;
    this.ports = ports;
    above = graph.linksOf(true);
    below = graph.linksOf(false);
    x = new double[graph.vertices().size()];
    for (int[] row : rows) {
      double right = 0;
      for (int i = 1; i < row.length; i++) {
        right += separation(row[i - 1], row[i]);
        x[row[i]] = right;
      }
      for (int vertex : row) {
        x[vertex] -= right / 2;
      }
    }
  }

  /** Whole numbers, the least of them such that nothing is left of 0. */
  static int[] of(LayeredGraph graph, int[][] rows, int[] place, Ports ports) {
    Columns columns = new Columns(graph, rows, place, ports);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean isLate = sweep >= SWEEPS / 2;
      for (int i = 0; i < rows.length; i++) {
        boolean isDown = sweep % 2 == 0;
        columns.settle(rows[isDown ? i : rows.length - 1 - i], isDown || isLate, !isDown || isLate);
      }
    }
    List<List<Integer>> lines = columns.lines();
    for (int i = 0; i < STRAIGHTENINGS; i++) {
      lines.forEach(columns::straighten);
    }
    return columns.whole();
  }

  private int[] whole() {
    double left = Double.POSITIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      left = Math.min(left, x[i] - graph.vertices().get(i).width() / 2.0);
    }
    int[] whole = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      whole[i] = (int) Math.floor(x[i] - left + 0.5);
    }
    return whole;
  }

  private double separation(int left, int right) {
    Vertex a = graph.vertices().get(left);
    Vertex b = graph.vertices().get(right);
    int gap = a.kind() == Kind.BOX && b.kind() == Kind.BOX
        ? 40
        : a.kind() == Kind.BOX || b.kind() == Kind.BOX ? 28 : 16;
    return a.width() / 2.0 + b.width() / 2.0 + gap;
  }

  /**
   * The least squares of the distances to the wanted places under the separations: shifted by these, it is
   * a regression with rising values, which pools neighbours that want to pass each other.
   */
  private void settle(int[] row, boolean toAbove, boolean toBelow) {
    double[] shift = new double[row.length];
    double[] mean = new double[row.length];
    double[] weight = new double[row.length];
    int[] size = new int[row.length];
    int pools = 0;
    for (int i = 0; i < row.length; i++) {
      shift[i] = i == 0 ? 0 : shift[i - 1] + separation(row[i - 1], row[i]);
      double total = LONELY_WEIGHT;
      double sum = LONELY_WEIGHT * x[row[i]];
      if (toAbove) {
        for (Link link : above.get(row[i])) {
          double w = weight(link);
          sum += w * (x[link.upper()] + ports.upper(link) - ports.lower(link));
          total += w;
        }
      }
      if (toBelow) {
        for (Link link : below.get(row[i])) {
          double w = weight(link);
          sum += w * (x[link.lower()] + ports.lower(link) - ports.upper(link));
          total += w;
        }
      }
      mean[pools] = sum / total - shift[i];
      weight[pools] = total;
      size[pools] = 1;
      pools++;
      while (pools > 1 && mean[pools - 2] > mean[pools - 1]) {
        double both = weight[pools - 2] + weight[pools - 1];
        mean[pools - 2] =
            (mean[pools - 2] * weight[pools - 2] + mean[pools - 1] * weight[pools - 1]) / both;
        weight[pools - 2] = both;
        size[pools - 2] += size[pools - 1];
        pools--;
      }
    }
    int next = 0;
    for (int pool = 0; pool < pools; pool++) {
      for (int i = 0; i < size[pool]; i++) {
        x[row[next]] = mean[pool] + shift[next];
        next++;
      }
    }
  }

  private double weight(Link link) {
    double weight =
        link.isMain() ? MAIN_WEIGHT : isBox(link.upper()) || isBox(link.lower()) ? 1 : BEND_WEIGHT;
    return link.isResidual() ? weight * RESIDUAL_WEIGHT : weight;
  }

  private boolean isBox(int vertex) {
    return graph.vertices().get(vertex).kind() == Kind.BOX;
  }

  /** What should be one straight line from top to bottom, each vertex in one of them. */
  private List<List<Integer>> lines() {
    int[] next = new int[x.length];
    Arrays.fill(next, -1);
    boolean[] hasPrevious = new boolean[x.length];
    for (int vertex = 0; vertex < x.length; vertex++) {
      for (Link link : below.get(vertex)) {
        boolean isBetter =
            next[vertex] < 0 || graph.vertices().get(link.lower()).kind() == Kind.BEND;
        if (isStraight(link) && isBetter && !hasPrevious[link.lower()]) {
          if (next[vertex] >= 0) {
            hasPrevious[next[vertex]] = false;
          }
          next[vertex] = link.lower();
          hasPrevious[link.lower()] = true;
        }
      }
    }
    List<List<Integer>> lines = new ArrayList<>();
    for (int vertex = 0; vertex < x.length; vertex++) {
      if (!hasPrevious[vertex]) {
        List<Integer> line = new ArrayList<>();
        for (int i = vertex; i >= 0; i = next[i]) {
          line.add(i);
        }
        lines.add(line);
      }
    }
    return lines;
  }

  private boolean isStraight(Link link) {
    boolean isLong = !isBox(link.upper()) && !isBox(link.lower());
    return isLong || (link.isMain() && ports.upper(link) == 0 && ports.lower(link) == 0);
  }

  /** As long pieces as the neighbours leave room for come to their mean place, as near as can be. */
  private void straighten(List<Integer> line) {
    int start = 0;
    while (start < line.size()) {
      double least = Double.NEGATIVE_INFINITY;
      double most = Double.POSITIVE_INFINITY;
      double sum = 0;
      int end = start;
      while (end < line.size()) {
        int vertex = line.get(end);
        double low = Math.max(least, least(vertex));
        double high = Math.min(most, most(vertex));
        if (low > high) {
          break;
        }
        least = low;
        most = high;
        sum += x[vertex];
        end++;
      }
      if (end == start) {
        // It stands where it has to, and rounding took the rest of its room.
        end++;
      } else {
        boolean isWhole = start == 0 && end == line.size();
        double wanted = isWhole ? wanted(line, least, most, sum / end) : sum / (end - start);
        double middle = Math.max(least, Math.min(most, wanted));
        line.subList(start, end).forEach(vertex -> x[vertex] = middle);
      }
      start = end;
    }
  }

  /** A line between two boxes comes straight down to the lower or out of the upper one, if it can. */
  private double wanted(List<Integer> line, double least, double most, double mean) {
    List<Link> into = above.get(line.get(0));
    List<Link> outOf = below.get(line.get(line.size() - 1));
    if (line.stream().anyMatch(this::isBox) || into.size() != 1 || outOf.size() != 1) {
      return mean;
    }
    double upper = x[into.get(0).upper()] + ports.upper(into.get(0));
    double lower = x[outOf.get(0).lower()] + ports.lower(outOf.get(0));
    if (lower >= least && lower <= most) {
      return lower;
    }
    return upper >= least && upper <= most ? upper : (upper + lower) / 2;
  }

  private double least(int vertex) {
    int[] row = rows[graph.vertices().get(vertex).row()];
    int i = place[vertex];
    return i == 0 ? Double.NEGATIVE_INFINITY : x[row[i - 1]] + separation(row[i - 1], vertex);
  }

  private double most(int vertex) {
    int[] row = rows[graph.vertices().get(vertex).row()];
    int i = place[vertex];
    return i == row.length - 1
        ? Double.POSITIVE_INFINITY
        : x[row[i + 1]] - separation(vertex, row[i + 1]);
  }
}
