package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.Tiles.LD;
import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/**
 * Two vectors of columns. Each sum is one chain, from its start through k = 0 … in − 1; what keeps both
 * multipliers of a processor busy is that twelve or sixteen of them are computed at once, six or eight
 * rows by two vectors. For layers that are wide enough that a single row has as many sums as that.
 */
final class OneChainPanel extends Panel {

  static final int COLUMNS = 2 * LANES;

  OneChainPanel(int in, int firstColumn, int columns) {
    super(in, COLUMNS, 1, firstColumn, columns);
  }

  @Override
  void multiply(int rows, float[] a, int x, int z, int block, int part, boolean relu) {
    float[] w = weights(block);
    multiply(rows, a, x, z, w, 0, w.length / COLUMNS, start(block), relu);
  }

  /** Multiplies rows of X by rows first ≤ k < last of a panel of two vectors. */
  static void multiply(
      int rows,
      float[] a,
      int x,
      int z,
      float[] w,
      int first,
      int last,
      float[] start,
      boolean relu) {
    int row = 0;
    while (row < rows) {
      int left = rows - row;
      int count = VectorWidth.HAS_MANY_REGISTERS ? upToEight(left) : upToSix(left);
      int from = x + row * LD;
      int to = z + row * LD;
      switch (count) {
        case 8 -> eightRows(a, from, to, w, first, last, start, relu);
        case 6 -> sixRows(a, from, to, w, first, last, start, relu);
        case 5 -> fiveRows(a, from, to, w, first, last, start, relu);
        default -> fourRows(a, from, to, w, first, last, start, relu);
      }
      row += count;
    }
  }

  /** As many eights as leave no fewer than four rows, which take hardly longer than fewer would. */
  private static int upToEight(int left) {
    if (left == 7 || left == 8 || left >= 12) {
      return 8;
    }
    return left == 6 || left >= 10 ? 6 : left == 5 || left == 9 ? 5 : 4;
  }

  /** As many sixes as leave fives and fours. */
  private static int upToSix(int left) {
    return left == 6 || left >= 10 && left != 13 ? 6 : left == 5 || left >= 9 ? 5 : 4;
  }

  /** Eight rows and two vectors of columns, for processors with 32 registers. */
  private static void eightRows(
      float[] a, int x, int z, float[] w, int first, int last, float[] start, boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a4 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b4 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a5 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b5 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a6 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b6 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a7 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b7 = FloatVector.fromArray(FLOATS, start, LANES);
    for (int k = first; k < last; k++) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      FloatVector v0 = FloatVector.broadcast(FLOATS, a[x + k]);
      a0 = v0.fma(wa, a0);
      b0 = v0.fma(wb, b0);
      FloatVector v1 = FloatVector.broadcast(FLOATS, a[x + k + LD]);
      a1 = v1.fma(wa, a1);
      b1 = v1.fma(wb, b1);
      FloatVector v2 = FloatVector.broadcast(FLOATS, a[x + k + 2 * LD]);
      a2 = v2.fma(wa, a2);
      b2 = v2.fma(wb, b2);
      FloatVector v3 = FloatVector.broadcast(FLOATS, a[x + k + 3 * LD]);
      a3 = v3.fma(wa, a3);
      b3 = v3.fma(wb, b3);
      FloatVector v4 = FloatVector.broadcast(FLOATS, a[x + k + 4 * LD]);
      a4 = v4.fma(wa, a4);
      b4 = v4.fma(wb, b4);
      FloatVector v5 = FloatVector.broadcast(FLOATS, a[x + k + 5 * LD]);
      a5 = v5.fma(wa, a5);
      b5 = v5.fma(wb, b5);
      FloatVector v6 = FloatVector.broadcast(FLOATS, a[x + k + 6 * LD]);
      a6 = v6.fma(wa, a6);
      b6 = v6.fma(wb, b6);
      FloatVector v7 = FloatVector.broadcast(FLOATS, a[x + k + 7 * LD]);
      a7 = v7.fma(wa, a7);
      b7 = v7.fma(wb, b7);
    }
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, z + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z + LD);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, z + LD + LANES);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, z + 2 * LD);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(a, z + 2 * LD + LANES);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(a, z + 3 * LD);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(a, z + 3 * LD + LANES);
      a4.blend(0f, a4.compare(LE, 0f)).intoArray(a, z + 4 * LD);
      b4.blend(0f, b4.compare(LE, 0f)).intoArray(a, z + 4 * LD + LANES);
      a5.blend(0f, a5.compare(LE, 0f)).intoArray(a, z + 5 * LD);
      b5.blend(0f, b5.compare(LE, 0f)).intoArray(a, z + 5 * LD + LANES);
      a6.blend(0f, a6.compare(LE, 0f)).intoArray(a, z + 6 * LD);
      b6.blend(0f, b6.compare(LE, 0f)).intoArray(a, z + 6 * LD + LANES);
      a7.blend(0f, a7.compare(LE, 0f)).intoArray(a, z + 7 * LD);
      b7.blend(0f, b7.compare(LE, 0f)).intoArray(a, z + 7 * LD + LANES);
    } else {
      a0.add(0f).intoArray(a, z);
      b0.add(0f).intoArray(a, z + LANES);
      a1.add(0f).intoArray(a, z + LD);
      b1.add(0f).intoArray(a, z + LD + LANES);
      a2.add(0f).intoArray(a, z + 2 * LD);
      b2.add(0f).intoArray(a, z + 2 * LD + LANES);
      a3.add(0f).intoArray(a, z + 3 * LD);
      b3.add(0f).intoArray(a, z + 3 * LD + LANES);
      a4.add(0f).intoArray(a, z + 4 * LD);
      b4.add(0f).intoArray(a, z + 4 * LD + LANES);
      a5.add(0f).intoArray(a, z + 5 * LD);
      b5.add(0f).intoArray(a, z + 5 * LD + LANES);
      a6.add(0f).intoArray(a, z + 6 * LD);
      b6.add(0f).intoArray(a, z + 6 * LD + LANES);
      a7.add(0f).intoArray(a, z + 7 * LD);
      b7.add(0f).intoArray(a, z + 7 * LD + LANES);
    }
  }

  private static void sixRows(
      float[] a, int x, int z, float[] w, int first, int last, float[] start, boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a4 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b4 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a5 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b5 = FloatVector.fromArray(FLOATS, start, LANES);
    for (int k = first; k < last; k++) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      FloatVector v0 = FloatVector.broadcast(FLOATS, a[x + k]);
      a0 = v0.fma(wa, a0);
      b0 = v0.fma(wb, b0);
      FloatVector v1 = FloatVector.broadcast(FLOATS, a[x + k + LD]);
      a1 = v1.fma(wa, a1);
      b1 = v1.fma(wb, b1);
      FloatVector v2 = FloatVector.broadcast(FLOATS, a[x + k + 2 * LD]);
      a2 = v2.fma(wa, a2);
      b2 = v2.fma(wb, b2);
      FloatVector v3 = FloatVector.broadcast(FLOATS, a[x + k + 3 * LD]);
      a3 = v3.fma(wa, a3);
      b3 = v3.fma(wb, b3);
      FloatVector v4 = FloatVector.broadcast(FLOATS, a[x + k + 4 * LD]);
      a4 = v4.fma(wa, a4);
      b4 = v4.fma(wb, b4);
      FloatVector v5 = FloatVector.broadcast(FLOATS, a[x + k + 5 * LD]);
      a5 = v5.fma(wa, a5);
      b5 = v5.fma(wb, b5);
    }
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, z + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z + LD);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, z + LD + LANES);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, z + 2 * LD);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(a, z + 2 * LD + LANES);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(a, z + 3 * LD);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(a, z + 3 * LD + LANES);
      a4.blend(0f, a4.compare(LE, 0f)).intoArray(a, z + 4 * LD);
      b4.blend(0f, b4.compare(LE, 0f)).intoArray(a, z + 4 * LD + LANES);
      a5.blend(0f, a5.compare(LE, 0f)).intoArray(a, z + 5 * LD);
      b5.blend(0f, b5.compare(LE, 0f)).intoArray(a, z + 5 * LD + LANES);
    } else {
      a0.add(0f).intoArray(a, z);
      b0.add(0f).intoArray(a, z + LANES);
      a1.add(0f).intoArray(a, z + LD);
      b1.add(0f).intoArray(a, z + LD + LANES);
      a2.add(0f).intoArray(a, z + 2 * LD);
      b2.add(0f).intoArray(a, z + 2 * LD + LANES);
      a3.add(0f).intoArray(a, z + 3 * LD);
      b3.add(0f).intoArray(a, z + 3 * LD + LANES);
      a4.add(0f).intoArray(a, z + 4 * LD);
      b4.add(0f).intoArray(a, z + 4 * LD + LANES);
      a5.add(0f).intoArray(a, z + 5 * LD);
      b5.add(0f).intoArray(a, z + 5 * LD + LANES);
    }
  }

  private static void fiveRows(
      float[] a, int x, int z, float[] w, int first, int last, float[] start, boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a4 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b4 = FloatVector.fromArray(FLOATS, start, LANES);
    for (int k = first; k < last; k++) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      FloatVector v0 = FloatVector.broadcast(FLOATS, a[x + k]);
      a0 = v0.fma(wa, a0);
      b0 = v0.fma(wb, b0);
      FloatVector v1 = FloatVector.broadcast(FLOATS, a[x + k + LD]);
      a1 = v1.fma(wa, a1);
      b1 = v1.fma(wb, b1);
      FloatVector v2 = FloatVector.broadcast(FLOATS, a[x + k + 2 * LD]);
      a2 = v2.fma(wa, a2);
      b2 = v2.fma(wb, b2);
      FloatVector v3 = FloatVector.broadcast(FLOATS, a[x + k + 3 * LD]);
      a3 = v3.fma(wa, a3);
      b3 = v3.fma(wb, b3);
      FloatVector v4 = FloatVector.broadcast(FLOATS, a[x + k + 4 * LD]);
      a4 = v4.fma(wa, a4);
      b4 = v4.fma(wb, b4);
    }
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, z + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z + LD);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, z + LD + LANES);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, z + 2 * LD);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(a, z + 2 * LD + LANES);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(a, z + 3 * LD);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(a, z + 3 * LD + LANES);
      a4.blend(0f, a4.compare(LE, 0f)).intoArray(a, z + 4 * LD);
      b4.blend(0f, b4.compare(LE, 0f)).intoArray(a, z + 4 * LD + LANES);
    } else {
      a0.add(0f).intoArray(a, z);
      b0.add(0f).intoArray(a, z + LANES);
      a1.add(0f).intoArray(a, z + LD);
      b1.add(0f).intoArray(a, z + LD + LANES);
      a2.add(0f).intoArray(a, z + 2 * LD);
      b2.add(0f).intoArray(a, z + 2 * LD + LANES);
      a3.add(0f).intoArray(a, z + 3 * LD);
      b3.add(0f).intoArray(a, z + 3 * LD + LANES);
      a4.add(0f).intoArray(a, z + 4 * LD);
      b4.add(0f).intoArray(a, z + 4 * LD + LANES);
    }
  }

  private static void fourRows(
      float[] a, int x, int z, float[] w, int first, int last, float[] start, boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start, LANES);
    for (int k = first; k < last; k++) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      FloatVector v0 = FloatVector.broadcast(FLOATS, a[x + k]);
      a0 = v0.fma(wa, a0);
      b0 = v0.fma(wb, b0);
      FloatVector v1 = FloatVector.broadcast(FLOATS, a[x + k + LD]);
      a1 = v1.fma(wa, a1);
      b1 = v1.fma(wb, b1);
      FloatVector v2 = FloatVector.broadcast(FLOATS, a[x + k + 2 * LD]);
      a2 = v2.fma(wa, a2);
      b2 = v2.fma(wb, b2);
      FloatVector v3 = FloatVector.broadcast(FLOATS, a[x + k + 3 * LD]);
      a3 = v3.fma(wa, a3);
      b3 = v3.fma(wb, b3);
    }
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, z + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z + LD);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, z + LD + LANES);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, z + 2 * LD);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(a, z + 2 * LD + LANES);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(a, z + 3 * LD);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(a, z + 3 * LD + LANES);
    } else {
      a0.add(0f).intoArray(a, z);
      b0.add(0f).intoArray(a, z + LANES);
      a1.add(0f).intoArray(a, z + LD);
      b1.add(0f).intoArray(a, z + LD + LANES);
      a2.add(0f).intoArray(a, z + 2 * LD);
      b2.add(0f).intoArray(a, z + 2 * LD + LANES);
      a3.add(0f).intoArray(a, z + 3 * LD);
      b3.add(0f).intoArray(a, z + 3 * LD + LANES);
    }
  }

  /**
   * Computes four rows of two panels at once. It needs more loads than {@link #eightRows}, but asks for
   * twice the weights with each instruction: those that come from memory arrive sooner.
   *
   * @param z0 where the columns of the first panel are to begin in the first row of Z
   * @param z1 where those of the second panel are to begin
   */
  static void multiplyFourRows(
      float[] a,
      int x,
      int z0,
      int z1,
      OneChainPanel p0,
      OneChainPanel p1,
      int block,
      boolean relu) {
    fourRows(
        a,
        x,
        z0,
        z1,
        p0.weights(block),
        p1.weights(block),
        0,
        p0.start(block),
        p1.start(block),
        relu);
  }

  private static void fourRows(
      float[] a,
      int x,
      int z0,
      int z1,
      float[] w0,
      float[] w1,
      int first,
      float[] start0,
      float[] start1,
      boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start0, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start0, LANES);
    FloatVector c0 = FloatVector.fromArray(FLOATS, start1, 0);
    FloatVector d0 = FloatVector.fromArray(FLOATS, start1, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start0, 0);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start0, LANES);
    FloatVector c1 = FloatVector.fromArray(FLOATS, start1, 0);
    FloatVector d1 = FloatVector.fromArray(FLOATS, start1, LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start0, 0);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start0, LANES);
    FloatVector c2 = FloatVector.fromArray(FLOATS, start1, 0);
    FloatVector d2 = FloatVector.fromArray(FLOATS, start1, LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start0, 0);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start0, LANES);
    FloatVector c3 = FloatVector.fromArray(FLOATS, start1, 0);
    FloatVector d3 = FloatVector.fromArray(FLOATS, start1, LANES);
    int depth = w0.length / COLUMNS;
    for (int k = first; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w0, k * COLUMNS);
      FloatVector wb = FloatVector.fromArray(FLOATS, w0, k * COLUMNS + LANES);
      FloatVector wc = FloatVector.fromArray(FLOATS, w1, k * COLUMNS);
      FloatVector wd = FloatVector.fromArray(FLOATS, w1, k * COLUMNS + LANES);
      LoadOrder.keep();
      FloatVector v0 = FloatVector.broadcast(FLOATS, a[x + k]);
      a0 = v0.fma(wa, a0);
      b0 = v0.fma(wb, b0);
      c0 = v0.fma(wc, c0);
      d0 = v0.fma(wd, d0);
      FloatVector v1 = FloatVector.broadcast(FLOATS, a[x + k + LD]);
      a1 = v1.fma(wa, a1);
      b1 = v1.fma(wb, b1);
      c1 = v1.fma(wc, c1);
      d1 = v1.fma(wd, d1);
      FloatVector v2 = FloatVector.broadcast(FLOATS, a[x + k + 2 * LD]);
      a2 = v2.fma(wa, a2);
      b2 = v2.fma(wb, b2);
      c2 = v2.fma(wc, c2);
      d2 = v2.fma(wd, d2);
      FloatVector v3 = FloatVector.broadcast(FLOATS, a[x + k + 3 * LD]);
      a3 = v3.fma(wa, a3);
      b3 = v3.fma(wb, b3);
      c3 = v3.fma(wc, c3);
      d3 = v3.fma(wd, d3);
    }
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z0);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, z0 + LANES);
      c0.blend(0f, c0.compare(LE, 0f)).intoArray(a, z1);
      d0.blend(0f, d0.compare(LE, 0f)).intoArray(a, z1 + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z0 + LD);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, z0 + LD + LANES);
      c1.blend(0f, c1.compare(LE, 0f)).intoArray(a, z1 + LD);
      d1.blend(0f, d1.compare(LE, 0f)).intoArray(a, z1 + LD + LANES);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, z0 + 2 * LD);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(a, z0 + 2 * LD + LANES);
      c2.blend(0f, c2.compare(LE, 0f)).intoArray(a, z1 + 2 * LD);
      d2.blend(0f, d2.compare(LE, 0f)).intoArray(a, z1 + 2 * LD + LANES);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(a, z0 + 3 * LD);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(a, z0 + 3 * LD + LANES);
      c3.blend(0f, c3.compare(LE, 0f)).intoArray(a, z1 + 3 * LD);
      d3.blend(0f, d3.compare(LE, 0f)).intoArray(a, z1 + 3 * LD + LANES);
    } else {
      a0.add(0f).intoArray(a, z0);
      b0.add(0f).intoArray(a, z0 + LANES);
      c0.add(0f).intoArray(a, z1);
      d0.add(0f).intoArray(a, z1 + LANES);
      a1.add(0f).intoArray(a, z0 + LD);
      b1.add(0f).intoArray(a, z0 + LD + LANES);
      c1.add(0f).intoArray(a, z1 + LD);
      d1.add(0f).intoArray(a, z1 + LD + LANES);
      a2.add(0f).intoArray(a, z0 + 2 * LD);
      b2.add(0f).intoArray(a, z0 + 2 * LD + LANES);
      c2.add(0f).intoArray(a, z1 + 2 * LD);
      d2.add(0f).intoArray(a, z1 + 2 * LD + LANES);
      a3.add(0f).intoArray(a, z0 + 3 * LD);
      b3.add(0f).intoArray(a, z0 + 3 * LD + LANES);
      c3.add(0f).intoArray(a, z1 + 3 * LD);
      d3.add(0f).intoArray(a, z1 + 3 * LD + LANES);
    }
  }

  /** Computes one row of two panels at once. */
  static void multiplyOneRow(
      float[] a,
      int x,
      int z0,
      int z1,
      OneChainPanel p0,
      OneChainPanel p1,
      int block,
      boolean relu) {
    oneRow(
        a,
        x,
        z0,
        z1,
        p0.weights(block),
        p1.weights(block),
        0,
        p0.start(block),
        p1.start(block),
        relu);
  }

  private static void oneRow(
      float[] a,
      int x,
      int z0,
      int z1,
      float[] w0,
      float[] w1,
      int first,
      float[] start0,
      float[] start1,
      boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start0, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start0, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start1, 0);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start1, LANES);
    int depth = w0.length / COLUMNS;
    for (int k = first; k < depth; k++) {
      FloatVector v = FloatVector.broadcast(FLOATS, a[x + k]);
      a0 = v.fma(FloatVector.fromArray(FLOATS, w0, k * COLUMNS), a0);
      b0 = v.fma(FloatVector.fromArray(FLOATS, w0, k * COLUMNS + LANES), b0);
      a1 = v.fma(FloatVector.fromArray(FLOATS, w1, k * COLUMNS), a1);
      b1 = v.fma(FloatVector.fromArray(FLOATS, w1, k * COLUMNS + LANES), b1);
    }
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z0);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, z0 + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z1);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, z1 + LANES);
    } else {
      a0.add(0f).intoArray(a, z0);
      b0.add(0f).intoArray(a, z0 + LANES);
      a1.add(0f).intoArray(a, z1);
      b1.add(0f).intoArray(a, z1 + LANES);
    }
  }

  /**
   * Computes one row of four panels at once: a single panel has too few sums to keep the multipliers
   * busy, and four streams are read from memory faster than one.
   *
   * @param z0 where the columns of the first panel are to begin, and so on
   */
  static void multiplyOneRow(
      float[] a,
      int x,
      int z0,
      int z1,
      int z2,
      int z3,
      OneChainPanel p0,
      OneChainPanel p1,
      OneChainPanel p2,
      OneChainPanel p3,
      int block,
      boolean relu) {
    float[] w0 = p0.weights(block);
    float[] w1 = p1.weights(block);
    float[] w2 = p2.weights(block);
    float[] w3 = p3.weights(block);
    float[] start0 = p0.start(block);
    FloatVector a0 = FloatVector.fromArray(FLOATS, start0, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start0, LANES);
    float[] start1 = p1.start(block);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start1, 0);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start1, LANES);
    float[] start2 = p2.start(block);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start2, 0);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start2, LANES);
    float[] start3 = p3.start(block);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start3, 0);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start3, LANES);
    int depth = w0.length / COLUMNS;
    for (int k = 0; k < depth; k++) {
      FloatVector v = FloatVector.broadcast(FLOATS, a[x + k]);
      a0 = v.fma(FloatVector.fromArray(FLOATS, w0, k * COLUMNS), a0);
      b0 = v.fma(FloatVector.fromArray(FLOATS, w0, k * COLUMNS + LANES), b0);
      a1 = v.fma(FloatVector.fromArray(FLOATS, w1, k * COLUMNS), a1);
      b1 = v.fma(FloatVector.fromArray(FLOATS, w1, k * COLUMNS + LANES), b1);
      a2 = v.fma(FloatVector.fromArray(FLOATS, w2, k * COLUMNS), a2);
      b2 = v.fma(FloatVector.fromArray(FLOATS, w2, k * COLUMNS + LANES), b2);
      a3 = v.fma(FloatVector.fromArray(FLOATS, w3, k * COLUMNS), a3);
      b3 = v.fma(FloatVector.fromArray(FLOATS, w3, k * COLUMNS + LANES), b3);
    }
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z0);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, z0 + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z1);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, z1 + LANES);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, z2);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(a, z2 + LANES);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(a, z3);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(a, z3 + LANES);
    } else {
      a0.add(0f).intoArray(a, z0);
      b0.add(0f).intoArray(a, z0 + LANES);
      a1.add(0f).intoArray(a, z1);
      b1.add(0f).intoArray(a, z1 + LANES);
      a2.add(0f).intoArray(a, z2);
      b2.add(0f).intoArray(a, z2 + LANES);
      a3.add(0f).intoArray(a, z3);
      b3.add(0f).intoArray(a, z3 + LANES);
    }
  }

  /**
   * As {@link #multiplyOneRow}, of the values of x that are not 0.
   *
   * @param a holds Z, and the values with where their rows of a panel begin, as {@link NonZeros} lists them
   * @param count the number of values
   */
  static void multiplyNonZeros(
      float[] a,
      int count,
      int z0,
      int z1,
      int z2,
      int z3,
      OneChainPanel p0,
      OneChainPanel p1,
      OneChainPanel p2,
      OneChainPanel p3,
      int block,
      boolean relu) {
    float[] w0 = p0.weights(block);
    float[] w1 = p1.weights(block);
    float[] w2 = p2.weights(block);
    float[] w3 = p3.weights(block);
    float[] start0 = p0.start(block);
    FloatVector a0 = FloatVector.fromArray(FLOATS, start0, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start0, LANES);
    float[] start1 = p1.start(block);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start1, 0);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start1, LANES);
    float[] start2 = p2.start(block);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start2, 0);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start2, LANES);
    float[] start3 = p3.start(block);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start3, 0);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start3, LANES);
    for (int i = 0; i < count; i++) {
      int row = (int) a[NonZeros.INDEXES + i];
      FloatVector v = FloatVector.broadcast(FLOATS, a[i]);
      a0 = v.fma(FloatVector.fromArray(FLOATS, w0, row), a0);
      b0 = v.fma(FloatVector.fromArray(FLOATS, w0, row + LANES), b0);
      a1 = v.fma(FloatVector.fromArray(FLOATS, w1, row), a1);
      b1 = v.fma(FloatVector.fromArray(FLOATS, w1, row + LANES), b1);
      a2 = v.fma(FloatVector.fromArray(FLOATS, w2, row), a2);
      b2 = v.fma(FloatVector.fromArray(FLOATS, w2, row + LANES), b2);
      a3 = v.fma(FloatVector.fromArray(FLOATS, w3, row), a3);
      b3 = v.fma(FloatVector.fromArray(FLOATS, w3, row + LANES), b3);
    }
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z0);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, z0 + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z1);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, z1 + LANES);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, z2);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(a, z2 + LANES);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(a, z3);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(a, z3 + LANES);
    } else {
      a0.add(0f).intoArray(a, z0);
      b0.add(0f).intoArray(a, z0 + LANES);
      a1.add(0f).intoArray(a, z1);
      b1.add(0f).intoArray(a, z1 + LANES);
      a2.add(0f).intoArray(a, z2);
      b2.add(0f).intoArray(a, z2 + LANES);
      a3.add(0f).intoArray(a, z3);
      b3.add(0f).intoArray(a, z3 + LANES);
    }
  }
}
