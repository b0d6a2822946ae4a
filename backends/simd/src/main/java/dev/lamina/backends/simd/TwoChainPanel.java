package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/**
 * Two vectors of columns. Each sum is two chains, one of the even k and one of the odd, that are added
 * at the end: a layer of few columns has too few sums for a single row to keep the multipliers busy
 * with one chain each.
 */
final class TwoChainPanel extends Panel {

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
}
