package dev.lamina.cli.drawing;

import dev.lamina.cli.drawing.LayeredGraph.Kind;
import dev.lamina.cli.drawing.LayeredGraph.Link;
import dev.lamina.cli.drawing.LayeredGraph.Vertex;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where links meet boxes, from the middle of a box on: side by side in the order of what they come from or
 * go to. A single one meets the middle, and so does a single main one, so that chains are straight.
 */
final class Ports {

  private static final int WIDEST_STEP = 64;

  /** The rounded corners stay free. */
  private static final int CORNER = 18;

  private final Map<Link, Double> uppers = new HashMap<>();
  private final Map<Link, Double> lowers = new HashMap<>();

  private Ports() {}

  static Ports of(LayeredGraph graph, int[] place) {
    Ports ports = new Ports();
    List<List<Link>> above = graph.linksOf(true);
    List<List<Link>> below = graph.linksOf(false);
    for (int i = 0; i < graph.vertices().size(); i++) {
      Vertex vertex = graph.vertices().get(i);
      if (vertex.kind() == Kind.BOX) {
        above.get(i).sort(Comparator.comparingInt(link -> place[link.upper()]));
        below.get(i).sort(Comparator.comparingInt(link -> place[link.lower()]));
        spread(above.get(i), vertex.width(), ports.lowers);
        spread(below.get(i), vertex.width(), ports.uppers);
      }
    }
    return ports;
  }

  private static void spread(List<Link> links, int width, Map<Link, Double> offsets) {
    double middle = (links.size() - 1) / 2.0;
    if (links.stream().filter(Link::isMain).count() == 1) {
      for (int i = 0; i < links.size(); i++) {
        middle = links.get(i).isMain() ? i : middle;
      }
    }
    double farthest = Math.max(middle, links.size() - 1 - middle);
    double step = Math.min(WIDEST_STEP, (width / 2.0 - CORNER) / Math.max(farthest, 1));
    for (int i = 0; i < links.size(); i++) {
      offsets.put(links.get(i), Math.rint((i - middle) * step));
    }
  }

  /** Where a link leaves the vertex above it. */
  double upper(Link link) {
    return uppers.getOrDefault(link, 0.0);
  }

  /** Where a link meets the vertex below it. */
  double lower(Link link) {
    return lowers.getOrDefault(link, 0.0);
  }
}
