package dev.lamina.weights.onnx;

import dev.lamina.LayerSpec;
import java.util.Optional;

/**
 * W and b of a layer, computed in double precision when they are read: with x∘r + t in front of a
 * product and z∘c + s behind it, W is diag(r)·W·diag(c) and b is (t·W)∘c + s.
 */
final class DenseWeights {

  /** How many elements of a row are in memory at once, at most. */
  private static final int MAX_PIECE = 1 << 16;

  /** So many rows are transposed at once: neighbours in the result, four cache lines. */
  private static final int TILE_ROWS = 64;

  /** Rows that are a power of two apart would fall into the same few sets of a cache. */
  private static final int PADDING = 8;

  private final TensorStore store;
  private final FloatFit fit;
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
    this.fit = new FloatFit(store, name);
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
    if (weight.isTransposed()) {
      readTransposed(result);
    } else {
      double[] elements = new double[Math.min(out(), MAX_PIECE)];
      forEachRow(elements, (row, column, count) -> {
        scale(elements, row, column, count);
        round(elements, result, row * out() + column, count);
      });
    }
    store.checkUnchanged();
    return result;
  }

  /** Some rows of the stored matrix at a time, so that neighbours in the result are written together. */
  private void readTransposed(float[] result) {
    int rows = in();
    int width = Math.min(rows, MAX_PIECE);
    int stride = width + PADDING;
    int height = Math.min(TILE_ROWS, out());
    float[] tile = new float[height * stride];
    double[] elements = new double[width];
    forEachRow(elements, (row, column, count) -> {
      scale(elements, row, column, count);
      int inTile = width < rows ? 0 : row % height;
      round(elements, tile, inTile * stride, count);
      if (width < rows) {
        transpose(tile, stride, 1, count, result, column * out() + row, out());
      } else if (inTile == height - 1 || row == out() - 1) {
        transpose(tile, stride, inTile + 1, count, result, row - inTile, out());
      }
    });
  }

  private static void transpose(
      float[] tile, int stride, int rows, int columns, float[] target, int offset, int distance) {
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        target[offset + c * distance + r] = tile[r * stride + c];
      }
    }
  }

  /** Multiplies a piece of a stored row by what it is multiplied by before and after the product. */
  private void scale(double[] elements, int row, int column, int count) {
    ColumnScaling ofRow = weight.isTransposed() ? after : before;
    ColumnScaling ofColumns = weight.isTransposed() ? before : after;
    double common = factor * ColumnScaling.at(ofRow.scale(), row);
    double[] scale = ofColumns.scale();
    if (scale.length > 1) {
      for (int c = 0; c < count; c++) {
        elements[c] *= common * scale[column + c];
      }
    } else if (common * scale[0] != 1) {
      double all = common * scale[0];
      for (int c = 0; c < count; c++) {
        elements[c] *= all;
      }
    }
  }

  private void round(double[] elements, float[] target, int offset, int count) {
    boolean fits = true;
    for (int c = 0; c < count; c++) {
      float value = (float) elements[c];
      target[offset + c] = value;
      fits &= !(Math.abs(elements[c]) <= Double.MAX_VALUE && Math.abs(value) > Float.MAX_VALUE);
    }
    if (!fits) {
      for (int c = 0; c < count; c++) {
        fit.check(elements[c], LayerSpec.WEIGHT);
      }
    }
  }

  /** b, if the layer has one. */
  Optional<float[]> bias() {
    if (!hasBias()) {
      return Optional.empty();
    }
    double[] sums = before.shift() == null ? new double[out()] : moved(before.shift());
    double[] s = after.shift();
    float[] result = new float[out()];
    for (int j = 0; j < result.length; j++) {
      double value = s == null ? sums[j] : sums[j] + ColumnScaling.at(s, j);
      result[j] = fit.round(value, LayerSpec.BIAS);
    }
    store.checkUnchanged();
    return Optional.of(result);
  }

  /** (t·W)∘c. */
  private double[] moved(double[] t) {
    double[] sums = new double[out()];
    double[] elements = new double[Math.min(weight.isTransposed() ? in() : out(), MAX_PIECE)];
    forEachRow(elements, (row, column, count) -> {
      for (int c = 0; c < count; c++) {
        int i = weight.isTransposed() ? column + c : row;
        int j = weight.isTransposed() ? row : column + c;
        sums[j] += ColumnScaling.at(t, i) * elements[c];
      }
    });
    for (int j = 0; j < sums.length; j++) {
      sums[j] *= factor * ColumnScaling.at(after.scale(), j);
    }
    return sums;
  }

  private interface RowPiece {
    void accept(int row, int column, int count);
  }

  /** Reads the stored matrix row by row, a long row in pieces, into the same array. */
  private void forEachRow(double[] elements, RowPiece piece) {
    ElementReader reader = store.reader(weight.source());
    int rows = weight.isTransposed() ? out() : in();
    int columns = weight.isTransposed() ? in() : out();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column += Math.min(MAX_PIECE, columns - column)) {
        int count = Math.min(MAX_PIECE, columns - column);
        reader.read(elements, 0, count);
        piece.accept(row, column, count);
      }
    }
  }
}
