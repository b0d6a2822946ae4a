package dev.lamina.cli.drawing;

/**
 * A line of text in a box.
 *
 * @param style how it is set
 * @param text what it says, short enough to be shown
 */
record Line(Style style, String text) {

  /** How a line is set. Widths are those of wide fonts, so that the text fits with whatever is there. */
  enum Style {
    TITLE("title", 17, 0.72, 22),
    CAPTION("caption", 10, 0.66, 14),
    NAME("name", 14, 0.72, 19),
    FORMULA("formula", 12, 0.605, 17),
    SHAPE("shape", 11, 0.605, 16),
    REMARK("remark", 11, 0.64, 16);

    private final String cssClass;
    private final int fontSize;
    private final double emsPerLetter;
    private final int height;

    Style(String cssClass, int fontSize, double emsPerLetter, int height) {
      this.cssClass = cssClass;
      this.fontSize = fontSize;
      this.emsPerLetter = emsPerLetter;
      this.height = height;
    }

    String cssClass() {
      return cssClass;
    }

    int fontSize() {
      return fontSize;
    }

    /** From one line to the next, in pixels. */
    int height() {
      return height;
    }
  }

  /** Where the letters of Chinese, Japanese and Korean begin, which are as wide as they are high. */
  private static final int FIRST_WIDE = 0x1100;

  /** Mathematical signs and the ellipsis stand behind it, and are no wider than letters. */
  private static final int FIRST_PUNCTUATION = 0x2000;

  private static final int END_OF_SIGNS = 0x2E80;

  /** An upper bound of its width in pixels. */
  int width() {
    double ems =
        text.codePoints().mapToDouble(c -> isWide(c) ? 1.1 : style.emsPerLetter).sum();
    return (int) Math.ceil(ems * style.fontSize);
  }

  private static boolean isWide(int c) {
    return c >= FIRST_WIDE && !(c >= FIRST_PUNCTUATION && c < END_OF_SIGNS);
  }
}
