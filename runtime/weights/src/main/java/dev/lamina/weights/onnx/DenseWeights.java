package dev.lamina.weights.onnx;

import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import java.util.Optional;

/**
 * W and b of a layer, computed in double precision when they are read: with x∘r + t in front of a
 * product and z∘c + s behind it, W is diag(r)·W·diag(c) and b is (t·W)∘c + s.
 */
final class DenseWeights {

  /** How many elements of a stored matrix are in memory at once. */
  private static final int CHUNK = 1 << 16;

  /** So many rows of a matrix that is transposed are wanted at once: neighbours in the result. */
  private static final int CHUNK_ROWS = 32;

  private static final int MAX_CHUNK = 1 << 19;

  private final TensorStore store;
  private final String name;
  private final Constant weight;
  private final double factor;
  private final ColumnScaling before;
  private final ColumnScaling after;

  DenseWeights(
      TensorStore store,
      String name,
      Step.Product product,
      ColumnScaling before,
      ColumnScaling after) {
    this.store = store;
    this.name = name;
    this.weight = product.weight();
    this.factor = product.factor();
    this.before = before;
    this.after = after;
  }

  int in() {
    return Math.toIntExact(weight.dimensions().get(0));
  }

  int out() {
    return Math.toIntExact(weight.dimensions().get(1));
  }

  boolean hasBias() {
    return before.shift() != null || after.shift() != null;
  }

  /** W, in × out, row-major. */
  float[] weight() {
    float[] result = new float[Math.multiplyExact(in(), out())];
    int out = out();
    forEach((i, j, value) -> result[i * out + j] = toFloat(value * scale(i, j), i, j));
    store.checkUnchanged();
    return result;
  }

  private double scale(int i, int j) {
    return factor * ColumnScaling.at(before.scale(), i) * ColumnScaling.at(after.scale(), j);
  }

  /** b, if the layer has one. */
  Optional<float[]> bias() {
    if (!hasBias()) {
      return Optional.empty();
    }
    double[] sums = new double[out()];
    double[] t = before.shift();
    if (t != null) {
      forEach((i, j, value) -> sums[j] += ColumnScaling.at(t, i) * value * factor);
    }
    float[] result = new float[out()];
    double[] s = after.shift();
    for (int j = 0; j < result.length; j++) {
      double moved = t == null ? 0 : sums[j] * ColumnScaling.at(after.scale(), j);
      double value = s == null ? moved : t == null ? at(s, j) : moved + at(s, j);
      result[j] = toFloat(value, -1, j);
    }
    store.checkUnchanged();
    return Optional.of(result);
  }

  private static double at(double[] vector, int j) {
    return ColumnScaling.at(vector, j);
  }

  private interface Element {
    void accept(int i, int j, double value);
  }

  /** Hands over each element of the product's matrix once. */
  private void forEach(Element element) {
    ElementReader reader = store.reader(weight.source());
    boolean isTransposed = weight.isTransposed();
    int rows = isTransposed ? out() : in();
    int columns = isTransposed ? in() : out();
    int height = (int) Math.max(1, Math.min(rows, chunk(columns) / columns));
    int width = (int) Math.min(columns, chunk(columns));
    double[] piece = new double[height * width];
    for (int row = 0; row < rows; row += Math.min(height, rows - row)) {
      int h = Math.min(height, rows - row);
      for (int column = 0; column < columns; column += Math.min(width, columns - column)) {
        int w = Math.min(width, columns - column);
        reader.read(piece, h * w);
        if (isTransposed) {
          for (int c = 0; c < w; c++) {
            for (int r = 0; r < h; r++) {
              element.accept(column + c, row + r, piece[r * w + c]);
            }
          }
        } else {
          for (int r = 0; r < h; r++) {
            for (int c = 0; c < w; c++) {
              element.accept(row + r, column + c, piece[r * w + c]);
            }
          }
        }
      }
    }
  }

  /** Whole rows if they are not too long, else pieces of one row. */
  private static long chunk(int columns) {
    return Math.min(MAX_CHUNK, Math.max(CHUNK, (long) CHUNK_ROWS * columns));
  }

  private float toFloat(double value, int i, int j) {
    float result = (float) value;
    if (Float.isInfinite(result) && Double.isFinite(value)) {
      throw tooLarge(value, i, j);
    }
    return result;
  }

  private LaminaException tooLarge(double value, int i, int j) {
    return new Problem(
            ErrorCode.WEIGHTS,
            "layer " + Problem.quoted(name) + " has a value that does not fit a float",
            "values up to " + Float.MAX_VALUE,
            value
                + (i < 0 ? " as bias of unit " + j : " as weight of input " + i + " for unit " + j),
            "train the model in float, or scale its inputs")
        .in(store.description());
  }
}
