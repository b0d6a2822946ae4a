package dev.lamina.backends.plain;

import dev.lamina.Tensor;

/** W with an array for each of its rows, a little longer than the row where that speeds up reading. */
final class WeightRows implements Weights {

  /** Shorter rows would grow by too much. */
  private static final int FEWEST_COLUMNS_TO_ALIGN = 256;

  private final float[][] rows;
  private final int out;

  private WeightRows(float[][] rows, int out) {
    this.rows = rows;
    this.out = out;
  }

  static WeightRows read(Tensor weight, int in, int out) {
    int length = out < FEWEST_COLUMNS_TO_ALIGN ? out : Blocks.alignedLength(out);
    float[][] rows = new float[in][length];
    for (int row = 0; row < in; row++) {
      weight.read(row * out, rows[row], 0, out);
    }
    return new WeightRows(rows, out);
  }

  float[][] rows() {
    return rows;
  }

  /** Whether no weight is NaN or infinite. */
  boolean areFinite() {
    for (float[] row : rows) {
      for (float weight : row) {
        if (!Float.isFinite(weight)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public void copyRows(int fromRow, int toRow, float[] target) {
    for (int row = fromRow; row < toRow; row++) {
      System.arraycopy(rows[row], 0, target, (row - fromRow) * out, out);
    }
  }
}
