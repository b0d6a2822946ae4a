package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.Tiles.LD;
import static dev.lamina.backends.simd.TransposedChain.STRIDE;
import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/** One vector of columns. Each sum is four chains, one for each remainder of k divided by four. */
final class FourChainPanel extends NarrowPanel {

  static final int COLUMNS = LANES;

  FourChainPanel(int in, int firstColumn, int columns) {
    super(in, COLUMNS, 4, firstColumn, columns);
  }

  @Override
  void multiply(int rows, float[] a, int x, int z, int block, int part, boolean relu) {
    float[] w = weights(block);
    float[] start = start(block);
    int row = 0;
    while (row < rows) {
      int left = rows - row;
      int from = x + row * LD;
      int to = z + row * LD;
      if (left == 1) {
        oneRow(a, from, to, w, 0, start, relu);
        row++;
      } else if (VectorWidth.HAS_MANY_REGISTERS && left != 3) {
        fourRows(a, from, to, w, 0, start, relu);
        row += 4;
      } else {
        threeRows(a, from, to, w, 0, start, relu);
        row += 3;
      }
    }
  }

  @Override
  void multiplyAcrossRows(int rows, float[] a, int x, int z, boolean relu) {
    for (int row = 0; row < rows; row += 2 * LANES) {
      twoColumns(a, x + row, z + row, weights(0), 0, bias(), relu, columns() - 2);
    }
  }

  private static void fourRows(
      float[] a, int x, int z, float[] w, int first, float[] start, boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b1 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector d1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b2 = FloatVector.zero(FLOATS);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector d2 = FloatVector.zero(FLOATS);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b3 = FloatVector.zero(FLOATS);
    FloatVector c3 = FloatVector.zero(FLOATS);
    FloatVector d3 = FloatVector.zero(FLOATS);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k += 4) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      LoadOrder.keep();
      a0 = FloatVector.broadcast(FLOATS, a[x + k]).fma(wa, a0);
      a1 = FloatVector.broadcast(FLOATS, a[x + k + LD]).fma(wa, a1);
      a2 = FloatVector.broadcast(FLOATS, a[x + k + 2 * LD]).fma(wa, a2);
      a3 = FloatVector.broadcast(FLOATS, a[x + k + 3 * LD]).fma(wa, a3);
      LoadOrder.keep();
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      b0 = FloatVector.broadcast(FLOATS, a[x + k + 1]).fma(wb, b0);
      b1 = FloatVector.broadcast(FLOATS, a[x + k + 1 + LD]).fma(wb, b1);
      b2 = FloatVector.broadcast(FLOATS, a[x + k + 1 + 2 * LD]).fma(wb, b2);
      b3 = FloatVector.broadcast(FLOATS, a[x + k + 1 + 3 * LD]).fma(wb, b3);
      LoadOrder.keep();
      FloatVector wc = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 2 * LANES);
      LoadOrder.keep();
      c0 = FloatVector.broadcast(FLOATS, a[x + k + 2]).fma(wc, c0);
      c1 = FloatVector.broadcast(FLOATS, a[x + k + 2 + LD]).fma(wc, c1);
      c2 = FloatVector.broadcast(FLOATS, a[x + k + 2 + 2 * LD]).fma(wc, c2);
      c3 = FloatVector.broadcast(FLOATS, a[x + k + 2 + 3 * LD]).fma(wc, c3);
      LoadOrder.keep();
      FloatVector wd = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 3 * LANES);
      LoadOrder.keep();
      d0 = FloatVector.broadcast(FLOATS, a[x + k + 3]).fma(wd, d0);
      d1 = FloatVector.broadcast(FLOATS, a[x + k + 3 + LD]).fma(wd, d1);
      d2 = FloatVector.broadcast(FLOATS, a[x + k + 3 + 2 * LD]).fma(wd, d2);
      d3 = FloatVector.broadcast(FLOATS, a[x + k + 3 + 3 * LD]).fma(wd, d3);
    }
    a0 = a0.add(b0).add(c0.add(d0));
    a1 = a1.add(b1).add(c1.add(d1));
    a2 = a2.add(b2).add(c2.add(d2));
    a3 = a3.add(b3).add(c3.add(d3));
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z + LD);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, z + 2 * LD);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(a, z + 3 * LD);
    } else {
      a0.intoArray(a, z);
      a1.intoArray(a, z + LD);
      a2.intoArray(a, z + 2 * LD);
      a3.intoArray(a, z + 3 * LD);
    }
  }

  private static void threeRows(
      float[] a, int x, int z, float[] w, int first, float[] start, boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b1 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector d1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b2 = FloatVector.zero(FLOATS);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector d2 = FloatVector.zero(FLOATS);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k += 4) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      LoadOrder.keep();
      a0 = FloatVector.broadcast(FLOATS, a[x + k]).fma(wa, a0);
      a1 = FloatVector.broadcast(FLOATS, a[x + k + LD]).fma(wa, a1);
      a2 = FloatVector.broadcast(FLOATS, a[x + k + 2 * LD]).fma(wa, a2);
      LoadOrder.keep();
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      b0 = FloatVector.broadcast(FLOATS, a[x + k + 1]).fma(wb, b0);
      b1 = FloatVector.broadcast(FLOATS, a[x + k + 1 + LD]).fma(wb, b1);
      b2 = FloatVector.broadcast(FLOATS, a[x + k + 1 + 2 * LD]).fma(wb, b2);
      LoadOrder.keep();
      FloatVector wc = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 2 * LANES);
      LoadOrder.keep();
      c0 = FloatVector.broadcast(FLOATS, a[x + k + 2]).fma(wc, c0);
      c1 = FloatVector.broadcast(FLOATS, a[x + k + 2 + LD]).fma(wc, c1);
      c2 = FloatVector.broadcast(FLOATS, a[x + k + 2 + 2 * LD]).fma(wc, c2);
      LoadOrder.keep();
      FloatVector wd = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 3 * LANES);
      LoadOrder.keep();
      d0 = FloatVector.broadcast(FLOATS, a[x + k + 3]).fma(wd, d0);
      d1 = FloatVector.broadcast(FLOATS, a[x + k + 3 + LD]).fma(wd, d1);
      d2 = FloatVector.broadcast(FLOATS, a[x + k + 3 + 2 * LD]).fma(wd, d2);
    }
    a0 = a0.add(b0).add(c0.add(d0));
    a1 = a1.add(b1).add(c1.add(d1));
    a2 = a2.add(b2).add(c2.add(d2));
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, z + LD);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, z + 2 * LD);
    } else {
      a0.intoArray(a, z);
      a1.intoArray(a, z + LD);
      a2.intoArray(a, z + 2 * LD);
    }
  }

  private static void oneRow(
      float[] a, int x, int z, float[] w, int first, float[] start, boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k += 4) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      LoadOrder.keep();
      a0 = FloatVector.broadcast(FLOATS, a[x + k]).fma(wa, a0);
      LoadOrder.keep();
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      b0 = FloatVector.broadcast(FLOATS, a[x + k + 1]).fma(wb, b0);
      LoadOrder.keep();
      FloatVector wc = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 2 * LANES);
      LoadOrder.keep();
      c0 = FloatVector.broadcast(FLOATS, a[x + k + 2]).fma(wc, c0);
      LoadOrder.keep();
      FloatVector wd = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 3 * LANES);
      LoadOrder.keep();
      d0 = FloatVector.broadcast(FLOATS, a[x + k + 3]).fma(wd, d0);
    }
    a0 = a0.add(b0).add(c0.add(d0));
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z);
    } else {
      a0.intoArray(a, z);
    }
  }

  /** Two columns of Zᵀ of as many rows as two vectors have lanes; the order of the sums is that of the other loops. */
  private static void twoColumns(
      float[] a, int x, int z, float[] w, int first, float[] bias, boolean relu, int last) {
    int depth = w.length / COLUMNS;
    for (int group = 0; group < last + 2; group += 2) {
      int column = Math.min(group, last);
      FloatVector a0 = FloatVector.broadcast(FLOATS, bias[column]);
      FloatVector b0 = FloatVector.broadcast(FLOATS, bias[column]);
      FloatVector c0 = FloatVector.zero(FLOATS);
      FloatVector d0 = FloatVector.zero(FLOATS);
      FloatVector e0 = FloatVector.zero(FLOATS);
      FloatVector f0 = FloatVector.zero(FLOATS);
      FloatVector g0 = FloatVector.zero(FLOATS);
      FloatVector h0 = FloatVector.zero(FLOATS);
      FloatVector a1 = FloatVector.broadcast(FLOATS, bias[column + 1]);
      FloatVector b1 = FloatVector.broadcast(FLOATS, bias[column + 1]);
      FloatVector c1 = FloatVector.zero(FLOATS);
      FloatVector d1 = FloatVector.zero(FLOATS);
      FloatVector e1 = FloatVector.zero(FLOATS);
      FloatVector f1 = FloatVector.zero(FLOATS);
      FloatVector g1 = FloatVector.zero(FLOATS);
      FloatVector h1 = FloatVector.zero(FLOATS);
      for (int k = first; k < depth; k += 4) {
        FloatVector u0 = FloatVector.fromArray(FLOATS, a, x + k * STRIDE);
        FloatVector v0 = FloatVector.fromArray(FLOATS, a, x + k * STRIDE + LANES);
        LoadOrder.keep();
        FloatVector w00 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + column]);
        a0 = w00.fma(u0, a0);
        b0 = w00.fma(v0, b0);
        FloatVector w01 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + column + 1]);
        a1 = w01.fma(u0, a1);
        b1 = w01.fma(v0, b1);
        LoadOrder.keep();
        FloatVector u1 = FloatVector.fromArray(FLOATS, a, x + (k + 1) * STRIDE);
        FloatVector v1 = FloatVector.fromArray(FLOATS, a, x + (k + 1) * STRIDE + LANES);
        LoadOrder.keep();
        FloatVector w10 = FloatVector.broadcast(FLOATS, w[(k + 1) * COLUMNS + column]);
        c0 = w10.fma(u1, c0);
        d0 = w10.fma(v1, d0);
        FloatVector w11 = FloatVector.broadcast(FLOATS, w[(k + 1) * COLUMNS + column + 1]);
        c1 = w11.fma(u1, c1);
        d1 = w11.fma(v1, d1);
        LoadOrder.keep();
        FloatVector u2 = FloatVector.fromArray(FLOATS, a, x + (k + 2) * STRIDE);
        FloatVector v2 = FloatVector.fromArray(FLOATS, a, x + (k + 2) * STRIDE + LANES);
        LoadOrder.keep();
        FloatVector w20 = FloatVector.broadcast(FLOATS, w[(k + 2) * COLUMNS + column]);
        e0 = w20.fma(u2, e0);
        f0 = w20.fma(v2, f0);
        FloatVector w21 = FloatVector.broadcast(FLOATS, w[(k + 2) * COLUMNS + column + 1]);
        e1 = w21.fma(u2, e1);
        f1 = w21.fma(v2, f1);
        LoadOrder.keep();
        FloatVector u3 = FloatVector.fromArray(FLOATS, a, x + (k + 3) * STRIDE);
        FloatVector v3 = FloatVector.fromArray(FLOATS, a, x + (k + 3) * STRIDE + LANES);
        LoadOrder.keep();
        FloatVector w30 = FloatVector.broadcast(FLOATS, w[(k + 3) * COLUMNS + column]);
        g0 = w30.fma(u3, g0);
        h0 = w30.fma(v3, h0);
        FloatVector w31 = FloatVector.broadcast(FLOATS, w[(k + 3) * COLUMNS + column + 1]);
        g1 = w31.fma(u3, g1);
        h1 = w31.fma(v3, h1);
      }
      a0 = a0.add(c0).add(e0.add(g0));
      b0 = b0.add(d0).add(f0.add(h0));
      a1 = a1.add(c1).add(e1.add(g1));
      b1 = b1.add(d1).add(f1.add(h1));
      int to = z + column * STRIDE;
      if (relu) {
        a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, to);
        b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, to + LANES);
        a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, to + STRIDE);
        b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, to + STRIDE + LANES);
      } else {
        a0.intoArray(a, to);
        b0.intoArray(a, to + LANES);
        a1.intoArray(a, to + STRIDE);
        b1.intoArray(a, to + STRIDE + LANES);
      }
    }
  }
}
