package dev.lamina.cli.drawing;

import java.util.List;

/**
 * What a picture shows as a box: an input, a layer, a run of equal layers, or an output.
 *
 * @param kind which of them
 * @param tooltip everything there is to say, names in full
 * @param lines what stands in it
 */
record Box(Kind kind, String tooltip, List<Line> lines) {

  /** How much of the box behind a run of layers looks out below. */
  static final int STACK = 6;

  private static final int MARGIN_ACROSS = 16;
  private static final int MARGIN_ALONG = 9;

  /** What a box stands for. */
  enum Kind {
    INPUT("input", 112),
    LAYER("layer", 200),
    RUN("layer", 200),
    OUTPUT("output", 112);

    private final String cssClass;
    private final int leastWidth;

    Kind(String cssClass, int leastWidth) {
      this.cssClass = cssClass;
      this.leastWidth = leastWidth;
    }

    String cssClass() {
      return cssClass;
    }
  }

  /** Even, so that its middle is a whole number. */
  int width() {
    int text = lines.stream().mapToInt(Line::width).max().orElse(0) + 2 * MARGIN_ACROSS;
    return Math.max(kind.leastWidth, text + text % 2);
  }

  /** Even, with what looks out behind a run. */
  int height() {
    int text = frontHeight() + (kind == Kind.RUN ? STACK : 0);
    return text + text % 2;
  }

  /** Of the box alone. */
  int frontHeight() {
    int text = lines.stream().mapToInt(line -> line.style().height()).sum() + 2 * MARGIN_ALONG;
    return text + text % 2;
  }

  /** The distance of the first line from the edge. */
  static int margin() {
    return MARGIN_ALONG;
  }
}
