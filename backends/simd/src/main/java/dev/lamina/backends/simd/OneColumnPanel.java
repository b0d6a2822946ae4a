package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * A single column: a layer with one result, or what is left of a layer beside wider panels. Vectors lie
 * along k here, since as columns all but one of their lanes would be idle. A sum is two chains a lane.
 */
final class OneColumnPanel extends Panel {

  private static final int ROWS = 4;

  OneColumnPanel(int in, int firstColumn) {
    super(in, 1, 1, firstColumn, 1);
  }

  @Override
  void addProducts(
      int rows,
      float[][] arrays,
      int x,
      int z,
      int column,
      int block,
      boolean relu,
      float[] scratch) {
    float[] w = weights(block);
    for (int row = 0; row < rows; row += ROWS) {
      fourRows(arrays, x + row, w, 0, scratch);
      int count = Math.min(ROWS, rows - row);
      for (int i = 0; i < count; i++) {
        float[] array = arrays[z + row + i];
        float start = block == 0 ? bias()[0] : array[column];
        float sum = start + FewValues.sumOfLanes(scratch, i * LANES) + rest(arrays[x + row + i], w);
        array[column] = relu && sum <= 0 ? 0 : sum;
      }
    }
  }

  /** What does not fill a vector. */
  private static float rest(float[] x, float[] w) {
    float sum = 0;
    for (int k = w.length - w.length % LANES; k < w.length; k++) {
      sum = Math.fma(x[k], w[k], sum);
    }
    return sum;
  }

  private static void fourRows(float[][] arrays, int x, float[] w, int first, float[] sums) {
    float[] x0 = arrays[x];
    float[] x1 = arrays[x + 1];
    float[] x2 = arrays[x + 2];
    float[] x3 = arrays[x + 3];
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector b1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.zero(FLOATS);
    FloatVector b2 = FloatVector.zero(FLOATS);
    FloatVector a3 = FloatVector.zero(FLOATS);
    FloatVector b3 = FloatVector.zero(FLOATS);
    int depth = w.length - w.length % (2 * LANES);
    for (int k = first; k < depth; k += 2 * LANES) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k);
      a0 = FloatVector.fromArray(FLOATS, x0, k).fma(wa, a0);
      a1 = FloatVector.fromArray(FLOATS, x1, k).fma(wa, a1);
      a2 = FloatVector.fromArray(FLOATS, x2, k).fma(wa, a2);
      a3 = FloatVector.fromArray(FLOATS, x3, k).fma(wa, a3);
      LoadOrder.keep();
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k + LANES);
      b0 = FloatVector.fromArray(FLOATS, x0, k + LANES).fma(wb, b0);
      b1 = FloatVector.fromArray(FLOATS, x1, k + LANES).fma(wb, b1);
      b2 = FloatVector.fromArray(FLOATS, x2, k + LANES).fma(wb, b2);
      b3 = FloatVector.fromArray(FLOATS, x3, k + LANES).fma(wb, b3);
    }
    if (w.length - depth >= LANES) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, depth);
      a0 = FloatVector.fromArray(FLOATS, x0, depth).fma(wa, a0);
      a1 = FloatVector.fromArray(FLOATS, x1, depth).fma(wa, a1);
      a2 = FloatVector.fromArray(FLOATS, x2, depth).fma(wa, a2);
      a3 = FloatVector.fromArray(FLOATS, x3, depth).fma(wa, a3);
    }
    a0.add(b0).intoArray(sums, 0);
    a1.add(b1).intoArray(sums, LANES);
    a2.add(b2).intoArray(sums, 2 * LANES);
    a3.add(b3).intoArray(sums, 3 * LANES);
  }
}
