package dev.lamina.backends.simd;

import static dev.lamina.backends.simd.TransposedChain.STRIDE;
import static dev.lamina.backends.simd.VectorWidth.FLOATS;
import static dev.lamina.backends.simd.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LE;

import jdk.incubator.vector.FloatVector;

/**
 * Two vectors of columns. Each sum is two chains, one of the first half of the rows of a block and one of the
 * second, that are added up: a layer of no more columns has too few sums for a single row to keep the
 * multipliers busy with one chain each. Several rows are multiplied by one half after the other.
 */
final class TwoChainPanel extends NarrowPanel {

  static final int COLUMNS = 2 * LANES;

  TwoChainPanel(int in, int firstColumn, int columns) {
    super(in, COLUMNS, 2, firstColumn, columns);
  }

  @Override
  int parts() {
    return 2;
  }

  @Override
  void multiply(int rows, float[] a, int x, int z, int block, int part, boolean relu) {
    float[] w = weights(block);
    int half = w.length / (2 * COLUMNS);
    if (part == 0) {
      OneChainPanel.multiply(rows, a, x, z, w, 0, half, start(block), relu);
    } else {
      OneChainPanel.multiply(rows, a, x, z, w, half, 2 * half, ZEROS, relu);
    }
  }

  /**
   * Adds the products of both parts of a block to a single row of Z, which they replace in the first block.
   *
   * @param z where the panel's columns begin
   */
  void addToOneRow(float[] a, int x, int z, int block, boolean relu) {
    float[] w = weights(block);
    oneRow(a, x, z, w, 0, w.length / (2 * COLUMNS), start(block), block == 0, relu);
  }

  private static void oneRow(
      float[] a,
      int x,
      int z,
      float[] w,
      int first,
      int half,
      float[] start,
      boolean isFirst,
      boolean relu) {
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    int shift = half * COLUMNS;
    for (int k = first; k < half; k++) {
      FloatVector v = FloatVector.broadcast(FLOATS, a[x + k]);
      a0 = v.fma(FloatVector.fromArray(FLOATS, w, k * COLUMNS), a0);
      b0 = v.fma(FloatVector.fromArray(FLOATS, w, k * COLUMNS + LANES), b0);
      FloatVector u = FloatVector.broadcast(FLOATS, a[x + half + k]);
      c0 = u.fma(FloatVector.fromArray(FLOATS, w, k * COLUMNS + shift), c0);
      d0 = u.fma(FloatVector.fromArray(FLOATS, w, k * COLUMNS + shift + LANES), d0);
    }
    if (!isFirst) {
      a0 = FloatVector.fromArray(FLOATS, a, z).add(a0);
      b0 = FloatVector.fromArray(FLOATS, a, z + LANES).add(b0);
    }
    a0 = a0.add(c0);
    b0 = b0.add(d0);
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(a, z);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(a, z + LANES);
    } else {
      a0.add(0f).intoArray(a, z);
      b0.add(0f).intoArray(a, z + LANES);
    }
  }

  @Override
  void multiplyAcrossRows(int rows, float[] a, int x, int z, boolean relu) {
    for (int row = 0; row < rows; row += 2 * LANES) {
      fourColumns(a, x + row, z + row, weights(0), 0, bias(), relu, columns() - 4);
    }
  }

  /** Four columns of Zᵀ of as many rows as two vectors have lanes; the order of the sums is that of the other loops. */
  private static void fourColumns(
      float[] a, int x, int z, float[] w, int first, float[] bias, boolean relu, int last) {
    int half = w.length / (2 * COLUMNS);
    int shift = half * COLUMNS;
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
      for (int k = first; k < half; k++) {
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
        FloatVector u1 = FloatVector.fromArray(FLOATS, a, x + (half + k) * STRIDE);
        FloatVector v1 = FloatVector.fromArray(FLOATS, a, x + (half + k) * STRIDE + LANES);
        LoadOrder.keep();
        FloatVector w10 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + shift + column]);
        c0 = w10.fma(u1, c0);
        d0 = w10.fma(v1, d0);
        FloatVector w11 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + shift + column + 1]);
        c1 = w11.fma(u1, c1);
        d1 = w11.fma(v1, d1);
        FloatVector w12 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + shift + column + 2]);
        c2 = w12.fma(u1, c2);
        d2 = w12.fma(v1, d2);
        FloatVector w13 = FloatVector.broadcast(FLOATS, w[k * COLUMNS + shift + column + 3]);
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
        a0.add(0f).intoArray(a, to);
        b0.add(0f).intoArray(a, to + LANES);
        a1.add(0f).intoArray(a, to + STRIDE);
        b1.add(0f).intoArray(a, to + STRIDE + LANES);
        a2.add(0f).intoArray(a, to + 2 * STRIDE);
        b2.add(0f).intoArray(a, to + 2 * STRIDE + LANES);
        a3.add(0f).intoArray(a, to + 3 * STRIDE);
        b3.add(0f).intoArray(a, to + 3 * STRIDE + LANES);
      }
    }
  }
}
