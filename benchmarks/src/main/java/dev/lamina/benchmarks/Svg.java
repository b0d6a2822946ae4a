package dev.lamina.benchmarks;

import java.util.Locale;

/** A picture as text. Colours are classes, so that they can follow the reader's light or dark page. */
final class Svg {

  private final StringBuilder elements = new StringBuilder();

  /** A text whose baseline begins, is centred or ends at a point: start, middle or end. */
  void text(double x, double y, String anchor, String classes, String text) {
    element(
        "<text x='%.1f' y='%.1f' text-anchor='%s' class='%s'>%s</text>",
        x, y, anchor, classes, escape(text));
  }

  void line(double x1, double y1, double x2, double y2, String classes) {
    element("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' class='%s'/>", x1, y1, x2, y2, classes);
  }

  void rectangle(double x, double y, double width, double height, String classes) {
    element(
        "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' class='%s'/>",
        x, y, width, height, classes);
  }

  void circle(double x, double y, double radius, String classes) {
    element("<circle cx='%.1f' cy='%.1f' r='%.1f' class='%s'/>", x, y, radius, classes);
  }

  /** A closed path, relative to a point. */
  void shape(double x, double y, String path, String classes) {
    element("<path transform='translate(%.1f %.1f)' d='%s' class='%s'/>", x, y, path, classes);
  }

  /**
   * The whole picture.
   *
   * @param title for those who cannot see it
   */
  String toString(double width, double height, String title, String style) {
    return format(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.0f %.0f' width='%.0f' height='%.0f'"
            + " role='img'>%n<title>%s</title>%n<style>%s</style>%n%s</svg>%n",
        width, height, width, height, escape(title), style, elements);
  }

  private void element(String format, Object... values) {
    elements.append(format(format, values)).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;");
  }
}
