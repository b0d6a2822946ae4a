package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/** One vector of columns. Each sum is four chains, one for each remainder of k divided by four. */
final class FourChainPanel extends Panel {

  static final int COLUMNS = LANES;

  FourChainPanel(int in, int firstColumn, int columns) {
    super(in, COLUMNS, 4, firstColumn, columns);
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
      } else {
        threeRows(arrays, x + row, z + row, w, 0, bias, isFirst, relu, column);
        row += 3;
      }
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
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    float[] s1 = isFirst ? bias : arrays[z + 1];
    FloatVector a1 = FloatVector.fromArray(FLOATS, s1, start);
    FloatVector b1 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector d1 = FloatVector.zero(FLOATS);
    float[] s2 = isFirst ? bias : arrays[z + 2];
    FloatVector a2 = FloatVector.fromArray(FLOATS, s2, start);
    FloatVector b2 = FloatVector.zero(FLOATS);
    FloatVector c2 = FloatVector.zero(FLOATS);
    FloatVector d2 = FloatVector.zero(FLOATS);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k += 4) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      LoadOrder.keep();
      a0 = FloatVector.broadcast(FLOATS, x0[k]).fma(wa, a0);
      a1 = FloatVector.broadcast(FLOATS, x1[k]).fma(wa, a1);
      a2 = FloatVector.broadcast(FLOATS, x2[k]).fma(wa, a2);
      LoadOrder.keep();
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      b0 = FloatVector.broadcast(FLOATS, x0[k + 1]).fma(wb, b0);
      b1 = FloatVector.broadcast(FLOATS, x1[k + 1]).fma(wb, b1);
      b2 = FloatVector.broadcast(FLOATS, x2[k + 1]).fma(wb, b2);
      LoadOrder.keep();
      FloatVector wc = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 2 * LANES);
      LoadOrder.keep();
      c0 = FloatVector.broadcast(FLOATS, x0[k + 2]).fma(wc, c0);
      c1 = FloatVector.broadcast(FLOATS, x1[k + 2]).fma(wc, c1);
      c2 = FloatVector.broadcast(FLOATS, x2[k + 2]).fma(wc, c2);
      LoadOrder.keep();
      FloatVector wd = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 3 * LANES);
      LoadOrder.keep();
      d0 = FloatVector.broadcast(FLOATS, x0[k + 3]).fma(wd, d0);
      d1 = FloatVector.broadcast(FLOATS, x1[k + 3]).fma(wd, d1);
      d2 = FloatVector.broadcast(FLOATS, x2[k + 3]).fma(wd, d2);
    }
    float[] z0 = arrays[z];
    a0 = a0.add(b0).add(c0.add(d0));
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z0, column);
    } else {
      a0.intoArray(z0, column);
    }
    float[] z1 = arrays[z + 1];
    a1 = a1.add(b1).add(c1.add(d1));
    if (relu) {
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(z1, column);
    } else {
      a1.intoArray(z1, column);
    }
    float[] z2 = arrays[z + 2];
    a2 = a2.add(b2).add(c2.add(d2));
    if (relu) {
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(z2, column);
    } else {
      a2.intoArray(z2, column);
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
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k += 4) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w, k * COLUMNS);
      LoadOrder.keep();
      a0 = FloatVector.broadcast(FLOATS, x0[k]).fma(wa, a0);
      LoadOrder.keep();
      FloatVector wb = FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES);
      LoadOrder.keep();
      b0 = FloatVector.broadcast(FLOATS, x0[k + 1]).fma(wb, b0);
      LoadOrder.keep();
      FloatVector wc = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 2 * LANES);
      LoadOrder.keep();
      c0 = FloatVector.broadcast(FLOATS, x0[k + 2]).fma(wc, c0);
      LoadOrder.keep();
      FloatVector wd = FloatVector.fromArray(FLOATS, w, k * COLUMNS + 3 * LANES);
      LoadOrder.keep();
      d0 = FloatVector.broadcast(FLOATS, x0[k + 3]).fma(wd, d0);
    }
    float[] z0 = arrays[z];
    a0 = a0.add(b0).add(c0.add(d0));
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z0, column);
    } else {
      a0.intoArray(z0, column);
    }
  }
}
