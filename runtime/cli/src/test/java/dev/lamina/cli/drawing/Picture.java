package dev.lamina.cli.drawing;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/**
 * What is in a picture, as its viewer has it.
 *
 * @param document the whole
 * @param boxes inputs, layers and outputs
 * @param labels shapes beside edges
 * @param edges lines from box to box
 */
record Picture(Document document, List<Shape> boxes, List<Shape> labels, List<Edge> edges) {

  private static final Pattern PATH_PART = Pattern.compile("([MVC])([-\\d. ]+)");

  /** A box, or a label, with its tooltip and its texts. */
  record Shape(String title, Rectangle2D bounds, List<String> texts) {

    /** The names of what it stands for, as edges have them. */
    List<String> names() {
      List<String> names = new ArrayList<>();
      for (String line : title.split("\n", -1)) {
        names.add(
            line.startsWith("output ") || line.startsWith("input ")
                ? line.replaceFirst("^input ", "").replaceFirst(": N.*", "")
                : line.replaceFirst(" reads .*", ""));
      }
      if (names.size() > 1) {
        names.add(names.get(0) + " … " + names.get(names.size() - 1));
      }
      return names;
    }
  }

  /** A line with its tooltip, {@code from → to: N × 3}. */
  record Edge(String title, boolean isResidual, Path2D curve) {

    String from() {
      return title.substring(0, title.indexOf(" → "));
    }

    String to() {
      return title.substring(title.indexOf(" → ") + 3).replaceFirst("(, added to it)?: N.*", "");
    }

    /** Points along the line, no more than a fraction of a pixel off it. */
    List<Point2D> points() {
      List<Point2D> points = new ArrayList<>();
      double[] to = new double[6];
      for (PathIterator i = curve.getPathIterator(null, 0.05); !i.isDone(); i.next()) {
        i.currentSegment(to);
        Point2D next = new Point2D.Double(to[0], to[1]);
        if (!points.isEmpty()) {
          Point2D last = points.get(points.size() - 1);
          int steps = (int) Math.ceil(last.distance(next));
          IntStream.rangeClosed(1, steps)
              .mapToObj(step -> new Point2D.Double(
                  last.getX() + (next.getX() - last.getX()) * step / steps,
                  last.getY() + (next.getY() - last.getY()) * step / steps))
              .forEach(points::add);
        } else {
          points.add(next);
        }
      }
      return points;
    }
  }

  /** Parses, as strictly as XML is. */
  static Picture of(String svg) throws Exception {
    Document document = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    List<Shape> boxes = new ArrayList<>();
    List<Shape> labels = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (Element group : elements(document.getDocumentElement(), "g")) {
      if (group.getAttribute("class").isEmpty()) {
        continue;
      }
      String title = elements(group, "title").get(0).getTextContent();
      shape(group, title, "box").ifPresent(boxes::add);
      shape(group, title, "label").ifPresent(labels::add);
      for (Element path : elements(group, "path")) {
        if (path.getAttribute("class").equals("line")) {
          edges.add(new Edge(
              title,
              group.getAttribute("class").equals("residual"),
              curve(path.getAttribute("d"))));
        }
      }
    }
    return new Picture(document, boxes, labels, edges);
  }

  static List<Element> elements(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> (Element) found.item(i))
        .toList();
  }

  private static Optional<Shape> shape(Element group, String title, String cssClass) {
    List<String> texts =
        elements(group, "text").stream().map(Element::getTextContent).toList();
    return elements(group, "rect").stream()
        .filter(rect -> rect.getAttribute("class").equals(cssClass))
        .map(rect -> (Rectangle2D) new Rectangle2D.Double(
            number(rect, "x"), number(rect, "y"), number(rect, "width"), number(rect, "height")))
        .reduce(Rectangle2D::createUnion)
        .map(bounds -> new Shape(title, bounds, texts));
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static Path2D curve(String data) {
    Path2D path = new Path2D.Double();
    for (MatchResult part : PATH_PART.matcher(data).results().toList()) {
      double[] v = Pattern.compile(" ")
          .splitAsStream(part.group(2).strip())
          .mapToDouble(Double::parseDouble)
          .toArray();
      switch (part.group(1)) {
        case "M" -> path.moveTo(v[0], v[1]);
        case "V" -> path.lineTo(path.getCurrentPoint().getX(), v[0]);
        default -> path.curveTo(v[0], v[1], v[2], v[3], v[4], v[5]);
      }
    }
    return path;
  }
}
