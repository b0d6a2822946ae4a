package dev.lamina.backends.plain;

import dev.lamina.Tensor;

/** W with an array for each of its rows. */
final class WeightRows implements Weights {

  private final float[][] rows;
  private final int out;

  private WeightRows(float[][] rows, int out) {
    this.rows = rows;
    this.out = out;
  }

  static WeightRows read(Tensor weight, int in, int out) {
    float[][] rows = new float[in][out];
    for (int row = 0; row < in; row++) {
      weight.read(row * out, rows[row], 0, out);
    }
    return new WeightRows(rows, out);
  }

  float[][] rows() {
    return rows;
  }

  @Override
  public void copyRows(int fromRow, int toRow, float[] target) {
    for (int row = fromRow; row < toRow; row++) {
      System.arraycopy(rows[row], 0, target, (row - fromRow) * out, out);
    }
  }
}
