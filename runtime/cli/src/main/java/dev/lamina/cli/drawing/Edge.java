package dev.lamina.cli.drawing;

/**
 * A matrix on its way from one box to another.
 *
 * @param from the place of its source among the boxes
 * @param to the place of the box that reads it, behind its source
 * @param label its shape
 * @param isResidual whether it is added there, not multiplied
 * @param tooltip from where to where, names in full
 */
record Edge(int from, int to, Line label, boolean isResidual, String tooltip) {

  private static final int MARGIN = 7;

  /** Even, so that its middle is a whole number. */
  int labelWidth() {
    int width = label.width() + 2 * MARGIN;
    return width + width % 2;
  }
}
