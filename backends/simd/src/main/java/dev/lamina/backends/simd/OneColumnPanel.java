package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.Tiles.LD;
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

  /** Where the lanes of sums are put down to be added up. */
  private static final int SUMS = 0;

  OneColumnPanel(int in, int firstColumn) {
    super(in, 1, 1, firstColumn, 1);
  }

  @Override
  void multiply(int rows, float[] a, int x, int z, int block, int part, boolean relu) {
    float[] w = weights(block);
    float start = start(block)[0];
    for (int row = 0; row < rows; row += ROWS) {
      fourRows(a, x + row * LD, w, 0);
      int end = Math.min(row + ROWS, rows);
      for (int i = row; i < end; i++) {
        float sum =
            start + FewValues.sumOfLanes(a, SUMS + (i - row) * LANES) + rest(a, x + i * LD, w);
        a[z + i * LD] = relu && sum <= 0 ? 0 : sum;
      }
    }
  }

  /** What does not fill a vector. */
  private static float rest(float[] a, int x, float[] w) {
    float sum = 0;
    for (int k = w.length - w.length % LANES; k < w.length; k++) {
      sum = Math.fma(a[x + k], w[k], sum);
    }
    return sum;
  }

  /** The sums are left at {@link #SUMS}. */
  private static void fourRows(float[] a, int x, float[] w, int first) {
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
      a0 = FloatVector.fromArray(FLOATS, a, x + k).fma(wa, a0);
      a1 = FloatVector.fromArray(FLOATS, a, x + k + LD).fma(wa, a1);
      a2 = FloatVector.fromArray(FLOATS, a, x + k + 2 * LD).fma(wa, a2);
      a3 = FloatVector.fromArray(FLOATS, a, x + k + 3 * LD).fma(wa, a3);
      LoadOrder.keep();
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k + LANES);
      b0 = FloatVector.fromArray(FLOATS, a, x + k + LANES).fma(wb, b0);
      b1 = FloatVector.fromArray(FLOATS, a, x + k + LANES + LD).fma(wb, b1);
      b2 = FloatVector.fromArray(FLOATS, a, x + k + LANES + 2 * LD).fma(wb, b2);
      b3 = FloatVector.fromArray(FLOATS, a, x + k + LANES + 3 * LD).fma(wb, b3);
    }
    if (w.length - depth >= LANES) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, depth);
      a0 = FloatVector.fromArray(FLOATS, a, x + depth).fma(wa, a0);
      a1 = FloatVector.fromArray(FLOATS, a, x + depth + LD).fma(wa, a1);
      a2 = FloatVector.fromArray(FLOATS, a, x + depth + 2 * LD).fma(wa, a2);
      a3 = FloatVector.fromArray(FLOATS, a, x + depth + 3 * LD).fma(wa, a3);
    }
    a0.add(b0).intoArray(a, SUMS);
    a1.add(b1).intoArray(a, SUMS + LANES);
    a2.add(b2).intoArray(a, SUMS + 2 * LANES);
    a3.add(b3).intoArray(a, SUMS + 3 * LANES);
  }

  @Override
  void multiplyAcrossRows(int rows, float[] a, int x, int z, boolean relu) {
    float[] w = weights(0);
    int full = w.length - w.length % LANES;
    for (int row = 0; row < rows; row += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        sumOfLane(a, x + row, w, lane, full);
      }
      addLanes(a, z + row);
      addRest(a, x + row, z + row, w, full, bias()[0], relu);
    }
  }

  /** What a lane of {@link #fourRows} adds up, for as many rows as a vector has lanes. */
  private static void sumOfLane(float[] values, int x, float[] w, int lane, int full) {
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
    a.add(b).intoArray(values, SUMS + lane * LANES);
  }

  /** As {@link FewValues#sumOfLanes} adds, for as many rows as a vector has lanes. */
  private static void addLanes(float[] values, int z) {
    FloatVector s0 = FloatVector.fromArray(FLOATS, values, SUMS);
    FloatVector s1 = FloatVector.fromArray(FLOATS, values, SUMS + LANES);
    FloatVector s2 = FloatVector.fromArray(FLOATS, values, SUMS + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(FLOATS, values, SUMS + 3 * LANES);
    for (int i = SUMS + 4 * LANES; i < SUMS + LANES * LANES; i += 4 * LANES) {
      s0 = s0.add(FloatVector.fromArray(FLOATS, values, i));
      s1 = s1.add(FloatVector.fromArray(FLOATS, values, i + LANES));
      s2 = s2.add(FloatVector.fromArray(FLOATS, values, i + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(FLOATS, values, i + 3 * LANES));
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
