package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.TransposedChain.STRIDE;
import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/**
 * Two vectors of columns. Each sum is two chains, one of the even k and one of the odd, that are added
 * at the end: a layer of few columns has too few sums for a single row to keep the multipliers busy
 * with one chain each.
 */
final class TwoChainPanel extends NarrowPanel {

  static final int COLUMNS = 2 * LANES;

  TwoChainPanel(int in, int firstColumn, int columns) {
    super(in, COLUMNS, 2, firstColumn, columns);
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
    float[] bias = bias();
    boolean isFirst = block == 0;
    int row = 0;
    while (row < rows) {
      int left = rows - row;
      if (left == 1) {
        oneRow(arrays, x + row, z + row, w, 0, bias, isFirst, relu, column);
        row++;
      } else if (VectorWidth.HAS_MANY_REGISTERS && left != 3) {
        fourRows(arrays, x + row, z + row, w, 0, bias, isFirst, relu, column);
        row += 4;
      } else {
        threeRows(arrays, x + row, z + row, w, 0, bias, isFirst, relu, column);
        row += 3;
      }
    }
  }

  /**
   * Computes one row of two panels of the same layer at once: the sums of a single panel are too few to
   * keep the multipliers busy.
   */
  static void addToOneRow(
      float[] x,
      float[] z,
      TwoChainPanel p0,
      int c0,
      TwoChainPanel p1,
      int c1,
      int block,
      boolean relu) {
    addToOneRow(
        x,
        z,
        p0.weights(block),
        p1.weights(block),
        0,
        block == 0 ? p0.bias() : z,
        block == 0 ? 0 : c0,
        block == 0 ? p1.bias() : z,
        block == 0 ? 0 : c1,
        c0,
        c1,
        relu);
  }

  private static void addToOneRow(
      float[] x,
      float[] z,
      float[] w0,
      float[] w1,
      int first,
      float[] s0,
      int start0,
      float[] s1,
      int start1,
      int c0,
      int c1,
      boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, s0, start0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, s0, start0 + LANES);
    FloatVector e0 = FloatVector.zero(FLOATS);
    FloatVector f0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.fromArray(FLOATS, s1, start1);
    FloatVector b1 = FloatVector.fromArray(FLOATS, s1, start1 + LANES);
    FloatVector e1 = FloatVector.zero(FLOATS);
    FloatVector f1 = FloatVector.zero(FLOATS);
    int depth = w0.length / COLUMNS;
    for (int k = first; k < depth; k += 2) {
      FloatVector v = FloatVector.broadcast(FLOATS, x[k]);
      a0 = v.fma(FloatVector.fromArray(FLOATS, w0, k * COLUMNS), a0);
      b0 = v.fma(FloatVector.fromArray(FLOATS, w0, k * COLUMNS + LANES), b0);
      a1 = v.fma(FloatVector.fromArray(FLOATS, w1, k * COLUMNS), a1);
      b1 = v.fma(FloatVector.fromArray(FLOATS, w1, k * COLUMNS + LANES), b1);
      LoadOrder.keep();
      FloatVector u = FloatVector.broadcast(FLOATS, x[k + 1]);
      e0 = u.fma(FloatVector.fromArray(FLOATS, w0, k * COLUMNS + 2 * LANES), e0);
      f0 = u.fma(FloatVector.fromArray(FLOATS, w0, k * COLUMNS + 3 * LANES), f0);
      e1 = u.fma(FloatVector.fromArray(FLOATS, w1, k * COLUMNS + 2 * LANES), e1);
      f1 = u.fma(FloatVector.fromArray(FLOATS, w1, k * COLUMNS + 3 * LANES), f1);
    }
    a0 = a0.add(e0);
    b0 = b0.add(f0);
    a1 = a1.add(e1);
    b1 = b1.add(f1);
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z, c0);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(z, c0 + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(z, c1);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(z, c1 + LANES);
    } else {
      a0.intoArray(z, c0);
      b0.intoArray(z, c0 + LANES);
      a1.intoArray(z, c1);
      b1.intoArray(z, c1 + LANES);
    }
  }

  @Override
  void addProductsAcrossRows(int rows, float[] a, int x, int z, boolean relu, float[] scratch) {
    for (int row = 0; row < rows; row += 2 * LANES) {
      fourColumns(a, x + row, z + row, weights(0), 0, bias(), relu, columns() - 4);
    }
  }

  private static void fourRows(
      float[][] arrays,
      int x,
      int z,
      float[] w,
      int first,
      float[] bias,
      boolean isFirst,
      boolean relu,
      int column) {
    int start = isFirst ? 0 : column;
    float[] x0 = arrays[x];
    float[] x1 = arrays[x + 1];
    float[] x2 = arrays[x + 2];
    float[] x3 = arrays[x + 3];
    float[] s0 = isFirst ? bias : arrays[z];
    FloatVector a0 = FloatVector.fromArray(FLOATS, s0, start);
    FloatVector b0 = FloatVector.fromArray(FLOATS, s0, start + LANES);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    float[] s1 = isFirst ? bias : arrays[z + 1];
    FloatVector a1 = FloatVector.fromArray(FLOATS, s1, start);
    FloatVector b1 = FloatVector.fromArray(FLOATS, s1, start + LANES);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector d1 = FloatVector.zero(FLOATS);
    float[] s2 = isFirst ? bias : arrays[z + 2];
    FloatVector a2 = FloatVector.fromArray(FLOATS, s2, start);
    FloatVector b2 = FloatVector.fromArray(FLOATS, s2, start + LANES);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector d2 = FloatVector.zero(FLOATS);
    float[] s3 = isFirst ? bias : arrays[z + 3];
    FloatVector a3 = FloatVector.fromArray(FLOATS, s3, start);
    FloatVector b3 = FloatVector.fromArray(FLOATS, s3, start + LANES);
    FloatVector c3 = FloatVector.zero(FLOATS);
    FloatVector d3 = FloatVector.zero(FLOATS);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k += 2) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      FloatVector v0 = FloatVector.broadcast(FLOATS, x0[k]);
      a0 = v0.fma(wa, a0);
      b0 = v0.fma(wb, b0);
      FloatVector v1 = FloatVector.broadcast(FLOATS, x1[k]);
      a1 = v1.fma(wa, a1);
      b1 = v1.fma(wb, b1);
      FloatVector v2 = FloatVector.broadcast(FLOATS, x2[k]);
      a2 = v2.fma(wa, a2);
      b2 = v2.fma(wb, b2);
      FloatVector v3 = FloatVector.broadcast(FLOATS, x3[k]);
      a3 = v3.fma(wa, a3);
      b3 = v3.fma(wb, b3);
      LoadOrder.keep();
      FloatVector wc = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 2 * LANES);
      FloatVector wd = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 3 * LANES);
      LoadOrder.keep();
      FloatVector u0 = FloatVector.broadcast(FLOATS, x0[k + 1]);
      c0 = u0.fma(wc, c0);
      d0 = u0.fma(wd, d0);
      FloatVector u1 = FloatVector.broadcast(FLOATS, x1[k + 1]);
      c1 = u1.fma(wc, c1);
      d1 = u1.fma(wd, d1);
      FloatVector u2 = FloatVector.broadcast(FLOATS, x2[k + 1]);
      c2 = u2.fma(wc, c2);
      d2 = u2.fma(wd, d2);
      FloatVector u3 = FloatVector.broadcast(FLOATS, x3[k + 1]);
      c3 = u3.fma(wc, c3);
      d3 = u3.fma(wd, d3);
    }
    float[] z0 = arrays[z];
    a0 = a0.add(c0);
    b0 = b0.add(d0);
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z0, column);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(z0, column + LANES);
    } else {
      a0.intoArray(z0, column);
      b0.intoArray(z0, column + LANES);
    }
    float[] z1 = arrays[z + 1];
    a1 = a1.add(c1);
    b1 = b1.add(d1);
    if (relu) {
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(z1, column);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(z1, column + LANES);
    } else {
      a1.intoArray(z1, column);
      b1.intoArray(z1, column + LANES);
    }
    float[] z2 = arrays[z + 2];
    a2 = a2.add(c2);
    b2 = b2.add(d2);
    if (relu) {
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(z2, column);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(z2, column + LANES);
    } else {
      a2.intoArray(z2, column);
      b2.intoArray(z2, column + LANES);
    }
    float[] z3 = arrays[z + 3];
    a3 = a3.add(c3);
    b3 = b3.add(d3);
    if (relu) {
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(z3, column);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(z3, column + LANES);
    } else {
      a3.intoArray(z3, column);
      b3.intoArray(z3, column + LANES);
    }
  }

  private static void threeRows(
      float[][] arrays,
      int x,
      int z,
      float[] w,
      int first,
      float[] bias,
      boolean isFirst,
      boolean relu,
      int column) {
    int start = isFirst ? 0 : column;
    float[] x0 = arrays[x];
    float[] x1 = arrays[x + 1];
    float[] x2 = arrays[x + 2];
    float[] s0 = isFirst ? bias : arrays[z];
    FloatVector a0 = FloatVector.fromArray(FLOATS, s0, start);
    FloatVector b0 = FloatVector.fromArray(FLOATS, s0, start + LANES);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    float[] s1 = isFirst ? bias : arrays[z + 1];
    FloatVector a1 = FloatVector.fromArray(FLOATS, s1, start);
    FloatVector b1 = FloatVector.fromArray(FLOATS, s1, start + LANES);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector d1 = FloatVector.zero(FLOATS);
    float[] s2 = isFirst ? bias : arrays[z + 2];
    FloatVector a2 = FloatVector.fromArray(FLOATS, s2, start);
    FloatVector b2 = FloatVector.fromArray(FLOATS, s2, start + LANES);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector d2 = FloatVector.zero(FLOATS);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k += 2) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      FloatVector v0 = FloatVector.broadcast(FLOATS, x0[k]);
      a0 = v0.fma(wa, a0);
      b0 = v0.fma(wb, b0);
      FloatVector v1 = FloatVector.broadcast(FLOATS, x1[k]);
      a1 = v1.fma(wa, a1);
      b1 = v1.fma(wb, b1);
      FloatVector v2 = FloatVector.broadcast(FLOATS, x2[k]);
      a2 = v2.fma(wa, a2);
      b2 = v2.fma(wb, b2);
      LoadOrder.keep();
      FloatVector wc = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 2 * LANES);
      FloatVector wd = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 3 * LANES);
      LoadOrder.keep();
      FloatVector u0 = FloatVector.broadcast(FLOATS, x0[k + 1]);
      c0 = u0.fma(wc, c0);
      d0 = u0.fma(wd, d0);
      FloatVector u1 = FloatVector.broadcast(FLOATS, x1[k + 1]);
      c1 = u1.fma(wc, c1);
      d1 = u1.fma(wd, d1);
      FloatVector u2 = FloatVector.broadcast(FLOATS, x2[k + 1]);
      c2 = u2.fma(wc, c2);
      d2 = u2.fma(wd, d2);
    }
    float[] z0 = arrays[z];
    a0 = a0.add(c0);
    b0 = b0.add(d0);
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z0, column);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(z0, column + LANES);
    } else {
      a0.intoArray(z0, column);
      b0.intoArray(z0, column + LANES);
    }
    float[] z1 = arrays[z + 1];
    a1 = a1.add(c1);
    b1 = b1.add(d1);
    if (relu) {
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(z1, column);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(z1, column + LANES);
    } else {
      a1.intoArray(z1, column);
      b1.intoArray(z1, column + LANES);
    }
    float[] z2 = arrays[z + 2];
    a2 = a2.add(c2);
    b2 = b2.add(d2);
    if (relu) {
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(z2, column);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(z2, column + LANES);
    } else {
      a2.intoArray(z2, column);
      b2.intoArray(z2, column + LANES);
    }
  }

  private static void oneRow(
      float[][] arrays,
      int x,
      int z,
      float[] w,
      int first,
      float[] bias,
      boolean isFirst,
      boolean relu,
      int column) {
    int start = isFirst ? 0 : column;
    float[] x0 = arrays[x];
    float[] s0 = isFirst ? bias : arrays[z];
    FloatVector a0 = FloatVector.fromArray(FLOATS, s0, start);
    FloatVector b0 = FloatVector.fromArray(FLOATS, s0, start + LANES);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k += 2) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      FloatVector v0 = FloatVector.broadcast(FLOATS, x0[k]);
      a0 = v0.fma(wa, a0);
      b0 = v0.fma(wb, b0);
      LoadOrder.keep();
      FloatVector wc = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 2 * LANES);
      FloatVector wd = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 3 * LANES);
      LoadOrder.keep();
      FloatVector u0 = FloatVector.broadcast(FLOATS, x0[k + 1]);
      c0 = u0.fma(wc, c0);
      d0 = u0.fma(wd, d0);
    }
    float[] z0 = arrays[z];
    a0 = a0.add(c0);
    b0 = b0.add(d0);
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z0, column);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(z0, column + LANES);
    } else {
      a0.intoArray(z0, column);
      b0.intoArray(z0, column + LANES);
    }
  }
  /** Four columns of Zᵀ of as many rows as two vectors have lanes; the order of the sums is that of the other loops. */
  private static void fourColumns(
      float[] a, int x, int z, float[] w, int first, float[] bias, boolean relu, int last) {
    int depth = w.length / COLUMNS;
    for (int group = 0; group < last + 4; group += 4) {
      int column = Math.min(group, last);
      FloatVector a0 = FloatVector.broadcast(FLOATS, bias[column]);
      FloatVector b0 = FloatVector.broadcast(FLOATS, bias[column]);
      FloatVector c0 = FloatVector.zero(FLOATS);
      FloatVector d0 = FloatVector.zero(FLOATS);
      FloatVector a1 = FloatVector.broadcast(FLOATS, bias[column + 1]);
      FloatVector b1 = FloatVector.broadcast(FLOATS, bias[column + 1]);
      FloatVector c1 = FloatVector.zero(FLOATS);
      FloatVector d1 = FloatVector.zero(FLOATS);
      FloatVector a2 = FloatVector.broadcast(FLOATS, bias[column + 2]);
      FloatVector b2 = FloatVector.broadcast(FLOATS, bias[column + 2]);
      FloatVector c2 = FloatVector.zero(FLOATS);
      FloatVector d2 = FloatVector.zero(FLOATS);
      FloatVector a3 = FloatVector.broadcast(FLOATS, bias[column + 3]);
      FloatVector b3 = FloatVector.broadcast(FLOATS, bias[column + 3]);
      FloatVector c3 = FloatVector.zero(FLOATS);
      FloatVector d3 = FloatVector.zero(FLOATS);
      for (int k = first; k < depth; k += 2) {
        FloatVector u0 = FloatVector.fromArray(FLOATS, a, x + k * STRIDE);
        FloatVector v0 = FloatVector.fromArray(FLOATS, a, x + k * STRIDE + LANES);
        LoadOrder.keep();
        FloatVector w00 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + column]);
        a0 = w00.fma(u0, a0);
        b0 = w00.fma(v0, b0);
        FloatVector w01 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + column + 1]);
        a1 = w01.fma(u0, a1);
        b1 = w01.fma(v0, b1);
        FloatVector w02 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + column + 2]);
        a2 = w02.fma(u0, a2);
        b2 = w02.fma(v0, b2);
        FloatVector w03 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + column + 3]);
        a3 = w03.fma(u0, a3);
        b3 = w03.fma(v0, b3);
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
        FloatVector w12 = FloatVector.broadcast(FLOATS, w[(k + 1) * COLUMNS + column + 2]);
        c2 = w12.fma(u1, c2);
        d2 = w12.fma(v1, d2);
        FloatVector w13 = FloatVector.broadcast(FLOATS, w[(k + 1) * COLUMNS + column + 3]);
        c3 = w13.fma(u1, c3);
        d3 = w13.fma(v1, d3);
      }
      a0 = a0.add(c0);
      b0 = b0.add(d0);
      a1 = a1.add(c1);
      b1 = b1.add(d1);
      a2 = a2.add(c2);
      b2 = b2.add(d2);
      a3 = a3.add(c3);
      b3 = b3.add(d3);
      int to = z + column * STRIDE;
      if (relu) {
        a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, to);
        b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, to + LANES);
        a1.blend(0f, a1.compare(LE, 0f)).intoArray(a, to + STRIDE);
        b1.blend(0f, b1.compare(LE, 0f)).intoArray(a, to + STRIDE + LANES);
        a2.blend(0f, a2.compare(LE, 0f)).intoArray(a, to + 2 * STRIDE);
        b2.blend(0f, b2.compare(LE, 0f)).intoArray(a, to + 2 * STRIDE + LANES);
        a3.blend(0f, a3.compare(LE, 0f)).intoArray(a, to + 3 * STRIDE);
        b3.blend(0f, b3.compare(LE, 0f)).intoArray(a, to + 3 * STRIDE + LANES);
      } else {
        a0.intoArray(a, to);
        b0.intoArray(a, to + LANES);
        a1.intoArray(a, to + STRIDE);
        b1.intoArray(a, to + STRIDE + LANES);
        a2.intoArray(a, to + 2 * STRIDE);
        b2.intoArray(a, to + 2 * STRIDE + LANES);
        a3.intoArray(a, to + 3 * STRIDE);
        b3.intoArray(a, to + 3 * STRIDE + LANES);
      }
    }
  }
}
