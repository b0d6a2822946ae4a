package dev.lamina.backends.simd;

import dev.lamina.Tensor;
import java.util.Optional;

/**
 * W cut into panels that are two vectors wide. A panel is a matrix (in × two vectors) of its own, the
 * last one is filled up with zeros; so is the bias.
 */
final class Panels {

  /** How many columns a panel has. */
  static final int WIDTH = 2 * VectorWidth.LANES;

  private Panels() {}

  /** The number of panels for some columns. */
  static int count(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /** W, an array for each panel. */
  static float[][] read(Tensor weight, int in, int out) {
    float[][] panels = new float[count(out)][in * WIDTH];
    for (int k = 0; k < in; k++) {
      for (int panel = 0; panel < panels.length; panel++) {
        int column = panel * WIDTH;
        int columns = Math.min(WIDTH, out - column);
        weight.read(k * out + column, panels[panel], k * WIDTH, columns);
      }
    }
    return panels;
  }

  /** b, or zeros if there is none. */
  static float[] readBias(Optional<Tensor> bias, int out) {
    float[] padded = new float[count(out) * WIDTH];
    bias.ifPresent(tensor -> tensor.read(0, padded, 0, out));
    return padded;
  }
}
