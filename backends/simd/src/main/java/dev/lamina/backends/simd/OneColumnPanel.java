package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.TransposedChain.STRIDE;
import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/**
 * A single column: a layer with one result, or what is left of a layer beside wider panels. Vectors lie
 * along k here, since as columns all but one of their lanes would be idle. A sum is two chains a lane.
 */
final class OneColumnPanel extends NarrowPanel {

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

  @Override
  void addProductsAcrossRows(int rows, float[] a, int x, int z, boolean relu, float[] scratch) {
    float[] w = weights(0);
    int full = w.length - w.length % LANES;
    for (int row = 0; row < rows; row += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        sumOfLane(a, x + row, w, lane, full, scratch);
      }
      addLanes(scratch, a, z + row);
      addRest(a, x + row, z + row, w, full, bias()[0], relu);
    }
  }

  /** What a lane of {@link #fourRows} adds up, for as many rows as a vector has lanes. */
  private static void sumOfLane(
      float[] values, int x, float[] w, int lane, int full, float[] sums) {
    FloatVector a = FloatVector.zero(FLOATS);
    for (int k = lane; k < full; k += 2 * LANES) {
      FloatVector v = FloatVector.broadcast(FLOATS, w[k]);
      a = v.fma(FloatVector.fromArray(FLOATS, values, x + k * STRIDE), a);
    }
    FloatVector b = FloatVector.zero(FLOATS);
    for (int k = lane + LANES; k < full - full % (2 * LANES); k += 2 * LANES) {
      FloatVector v = FloatVector.broadcast(FLOATS, w[k]);
      b = v.fma(FloatVector.fromArray(FLOATS, values, x + k * STRIDE), b);
    }
    a.add(b).intoArray(sums, lane * LANES);
  }

  /** As {@link FewValues#sumOfLanes} adds, for as many rows as a vector has lanes. */
  private static void addLanes(float[] sums, float[] values, int z) {
    FloatVector s0 = FloatVector.fromArray(FLOATS, sums, 0);
    FloatVector s1 = FloatVector.fromArray(FLOATS, sums, LANES);
    FloatVector s2 = FloatVector.fromArray(FLOATS, sums, 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(FLOATS, sums, 3 * LANES);
    for (int i = 4 * LANES; i < LANES * LANES; i += 4 * LANES) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, sums, i));
      s1 = s1.add(FloatVector.fromArray(FLOATS, sums, i + LANES));
      s2 = s2.add(FloatVector.fromArray(FLOATS, sums, i + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(FLOATS, sums, i + 3 * LANES));
    }
    s0.add(s1).add(s2.add(s3)).intoArray(values, z);
  }

  /** Adds the bias and what {@link #rest} adds up, for as many rows as a vector has lanes. */
  private static void addRest(
      float[] values, int x, int z, float[] w, int full, float bias, boolean relu) {
    FloatVector rest = FloatVector.zero(FLOATS);
    for (int k = full; k < w.length; k++) {
      FloatVector v = FloatVector.broadcast(FLOATS, w[k]);
      rest = v.fma(FloatVector.fromArray(FLOATS, values, x + k * STRIDE), rest);
    }
    FloatVector sum = FloatVector.fromArray(FLOATS, values, z).add(bias).add(rest);
    if (relu) {
      sum.blend(0f, sum.compare(LE, 0f)).intoArray(values, z);
    } else {
      sum.intoArray(values, z);
    }
  }
}
