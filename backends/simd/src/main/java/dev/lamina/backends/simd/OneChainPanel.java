package dev.lamina.backends.simd;

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
    boolean isFirst = block == 0;
    float[] start = isFirst ? bias() : scratch;
    int startStride = isFirst ? 0 : COLUMNS;
    int row = 0;
    while (row < rows) {
      int left = rows - row;
      int count = VectorWidth.HAS_MANY_REGISTERS ? upToEight(left) : upToSix(left);
      if (!isFirst) {
        load(count, arrays, z + row, column, scratch);
      }
      switch (count) {
        case 8 -> eightRows(arrays, x + row, z + row, w, 0, start, startStride, relu, column);
        case 6 -> sixRows(arrays, x + row, w, 0, start, startStride, scratch);
        case 5 -> fiveRows(arrays, x + row, w, 0, start, startStride, scratch);
        default -> fourRows(arrays, x + row, w, 0, start, startStride, scratch);
      }
      if (count < 8) {
        store(count, arrays, z + row, column, scratch, relu);
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

  private static void load(int rows, float[][] arrays, int z, int column, float[] sums) {
    for (int row = 0; row < rows; row++) {
      float[] array = arrays[z + row];
      int to = row * COLUMNS;
      FloatVector.fromArray(FLOATS, array, column).intoArray(sums, to);
      FloatVector.fromArray(FLOATS, array, column + LANES).intoArray(sums, to + LANES);
    }
  }

  private static void store(
      int rows, float[][] arrays, int z, int column, float[] sums, boolean relu) {
    for (int row = 0; row < rows; row++) {
      float[] array = arrays[z + row];
      FloatVector a = FloatVector.fromArray(FLOATS, sums, row * COLUMNS);
      FloatVector b = FloatVector.fromArray(FLOATS, sums, row * COLUMNS + LANES);
      if (relu) {
        a.blend(0f, a.compare(LE, 0f)).intoArray(array, column);
        b.blend(0f, b.compare(LE, 0f)).intoArray(array, column + LANES);
      } else {
        a.add(0f).intoArray(array, column);
        b.add(0f).intoArray(array, column + LANES);
      }
    }
  }

  /**
   * Eight rows and two vectors of columns, for processors with 32 registers.
   *
   * @param start what the sums begin with, those of a row from its number times startStride on
   */
  private static void eightRows(
      float[][] arrays,
      int x,
      int z,
      float[] w,
      int first,
      float[] start,
      int startStride,
      boolean relu,
      int column) {
    float[] x0 = arrays[x];
    float[] x1 = arrays[x + 1];
    float[] x2 = arrays[x + 2];
    float[] x3 = arrays[x + 3];
    float[] x4 = arrays[x + 4];
    float[] x5 = arrays[x + 5];
    float[] x6 = arrays[x + 6];
    float[] x7 = arrays[x + 7];
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, startStride);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start, startStride + LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 2 * startStride);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start, 2 * startStride + LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start, 3 * startStride);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start, 3 * startStride + LANES);
    FloatVector a4 = FloatVector.fromArray(FLOATS, start, 4 * startStride);
    FloatVector b4 = FloatVector.fromArray(FLOATS, start, 4 * startStride + LANES);
    FloatVector a5 = FloatVector.fromArray(FLOATS, start, 5 * startStride);
    FloatVector b5 = FloatVector.fromArray(FLOATS, start, 5 * startStride + LANES);
    FloatVector a6 = FloatVector.fromArray(FLOATS, start, 6 * startStride);
    FloatVector b6 = FloatVector.fromArray(FLOATS, start, 6 * startStride + LANES);
    FloatVector a7 = FloatVector.fromArray(FLOATS, start, 7 * startStride);
    FloatVector b7 = FloatVector.fromArray(FLOATS, start, 7 * startStride + LANES);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k++) {
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
      FloatVector v4 = FloatVector.broadcast(FLOATS, x4[k]);
      a4 = v4.fma(wa, a4);
      b4 = v4.fma(wb, b4);
      FloatVector v5 = FloatVector.broadcast(FLOATS, x5[k]);
      a5 = v5.fma(wa, a5);
      b5 = v5.fma(wb, b5);
      FloatVector v6 = FloatVector.broadcast(FLOATS, x6[k]);
      a6 = v6.fma(wa, a6);
      b6 = v6.fma(wb, b6);
      FloatVector v7 = FloatVector.broadcast(FLOATS, x7[k]);
      a7 = v7.fma(wa, a7);
      b7 = v7.fma(wb, b7);
    }
    float[] z0 = arrays[z];
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z0, column);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(z0, column + LANES);
    } else {
      a0.add(0f).intoArray(z0, column);
      b0.add(0f).intoArray(z0, column + LANES);
    }
    float[] z1 = arrays[z + 1];
    if (relu) {
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(z1, column);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(z1, column + LANES);
    } else {
      a1.add(0f).intoArray(z1, column);
      b1.add(0f).intoArray(z1, column + LANES);
    }
    float[] z2 = arrays[z + 2];
    if (relu) {
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(z2, column);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(z2, column + LANES);
    } else {
      a2.add(0f).intoArray(z2, column);
      b2.add(0f).intoArray(z2, column + LANES);
    }
    float[] z3 = arrays[z + 3];
    if (relu) {
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(z3, column);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(z3, column + LANES);
    } else {
      a3.add(0f).intoArray(z3, column);
      b3.add(0f).intoArray(z3, column + LANES);
    }
    float[] z4 = arrays[z + 4];
    if (relu) {
      a4.blend(0f, a4.compare(LE, 0f)).intoArray(z4, column);
      b4.blend(0f, b4.compare(LE, 0f)).intoArray(z4, column + LANES);
    } else {
      a4.add(0f).intoArray(z4, column);
      b4.add(0f).intoArray(z4, column + LANES);
    }
    float[] z5 = arrays[z + 5];
    if (relu) {
      a5.blend(0f, a5.compare(LE, 0f)).intoArray(z5, column);
      b5.blend(0f, b5.compare(LE, 0f)).intoArray(z5, column + LANES);
    } else {
      a5.add(0f).intoArray(z5, column);
      b5.add(0f).intoArray(z5, column + LANES);
    }
    float[] z6 = arrays[z + 6];
    if (relu) {
      a6.blend(0f, a6.compare(LE, 0f)).intoArray(z6, column);
      b6.blend(0f, b6.compare(LE, 0f)).intoArray(z6, column + LANES);
    } else {
      a6.add(0f).intoArray(z6, column);
      b6.add(0f).intoArray(z6, column + LANES);
    }
    float[] z7 = arrays[z + 7];
    if (relu) {
      a7.blend(0f, a7.compare(LE, 0f)).intoArray(z7, column);
      b7.blend(0f, b7.compare(LE, 0f)).intoArray(z7, column + LANES);
    } else {
      a7.add(0f).intoArray(z7, column);
      b7.add(0f).intoArray(z7, column + LANES);
    }
  }

  /**
   * Sums of six rows and two vectors of columns, which go to scratch memory and not to Z: the loop
   * leaves no register for what would be needed to find Z behind it.
   *
   * @param start what the sums begin with, those of a row from its number times startStride on
   */
  private static void sixRows(
      float[][] arrays, int x, float[] w, int first, float[] start, int startStride, float[] sums) {
    float[] x0 = arrays[x];
    float[] x1 = arrays[x + 1];
    float[] x2 = arrays[x + 2];
    float[] x3 = arrays[x + 3];
    float[] x4 = arrays[x + 4];
    float[] x5 = arrays[x + 5];
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, startStride);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start, startStride + LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 2 * startStride);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start, 2 * startStride + LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start, 3 * startStride);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start, 3 * startStride + LANES);
    FloatVector a4 = FloatVector.fromArray(FLOATS, start, 4 * startStride);
    FloatVector b4 = FloatVector.fromArray(FLOATS, start, 4 * startStride + LANES);
    FloatVector a5 = FloatVector.fromArray(FLOATS, start, 5 * startStride);
    FloatVector b5 = FloatVector.fromArray(FLOATS, start, 5 * startStride + LANES);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k++) {
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
      FloatVector v4 = FloatVector.broadcast(FLOATS, x4[k]);
      a4 = v4.fma(wa, a4);
      b4 = v4.fma(wb, b4);
      FloatVector v5 = FloatVector.broadcast(FLOATS, x5[k]);
      a5 = v5.fma(wa, a5);
      b5 = v5.fma(wb, b5);
    }
    a0.intoArray(sums, 0);
    b0.intoArray(sums, LANES);
    a1.intoArray(sums, COLUMNS);
    b1.intoArray(sums, COLUMNS + LANES);
    a2.intoArray(sums, 2 * COLUMNS);
    b2.intoArray(sums, 2 * COLUMNS + LANES);
    a3.intoArray(sums, 3 * COLUMNS);
    b3.intoArray(sums, 3 * COLUMNS + LANES);
    a4.intoArray(sums, 4 * COLUMNS);
    b4.intoArray(sums, 4 * COLUMNS + LANES);
    a5.intoArray(sums, 5 * COLUMNS);
    b5.intoArray(sums, 5 * COLUMNS + LANES);
  }

  private static void fiveRows(
      float[][] arrays, int x, float[] w, int first, float[] start, int startStride, float[] sums) {
    float[] x0 = arrays[x];
    float[] x1 = arrays[x + 1];
    float[] x2 = arrays[x + 2];
    float[] x3 = arrays[x + 3];
    float[] x4 = arrays[x + 4];
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, startStride);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start, startStride + LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 2 * startStride);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start, 2 * startStride + LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start, 3 * startStride);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start, 3 * startStride + LANES);
    FloatVector a4 = FloatVector.fromArray(FLOATS, start, 4 * startStride);
    FloatVector b4 = FloatVector.fromArray(FLOATS, start, 4 * startStride + LANES);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k++) {
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
      FloatVector v4 = FloatVector.broadcast(FLOATS, x4[k]);
      a4 = v4.fma(wa, a4);
      b4 = v4.fma(wb, b4);
    }
    a0.intoArray(sums, 0);
    b0.intoArray(sums, LANES);
    a1.intoArray(sums, COLUMNS);
    b1.intoArray(sums, COLUMNS + LANES);
    a2.intoArray(sums, 2 * COLUMNS);
    b2.intoArray(sums, 2 * COLUMNS + LANES);
    a3.intoArray(sums, 3 * COLUMNS);
    b3.intoArray(sums, 3 * COLUMNS + LANES);
    a4.intoArray(sums, 4 * COLUMNS);
    b4.intoArray(sums, 4 * COLUMNS + LANES);
  }

  private static void fourRows(
      float[][] arrays, int x, float[] w, int first, float[] start, int startStride, float[] sums) {
    float[] x0 = arrays[x];
    float[] x1 = arrays[x + 1];
    float[] x2 = arrays[x + 2];
    float[] x3 = arrays[x + 3];
    FloatVector a0 = FloatVector.fromArray(FLOATS, start, 0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, start, LANES);
    FloatVector a1 = FloatVector.fromArray(FLOATS, start, startStride);
    FloatVector b1 = FloatVector.fromArray(FLOATS, start, startStride + LANES);
    FloatVector a2 = FloatVector.fromArray(FLOATS, start, 2 * startStride);
    FloatVector b2 = FloatVector.fromArray(FLOATS, start, 2 * startStride + LANES);
    FloatVector a3 = FloatVector.fromArray(FLOATS, start, 3 * startStride);
    FloatVector b3 = FloatVector.fromArray(FLOATS, start, 3 * startStride + LANES);
    int depth = w.length / COLUMNS;
    for (int k = first; k < depth; k++) {
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
    }
    a0.intoArray(sums, 0);
    b0.intoArray(sums, LANES);
    a1.intoArray(sums, COLUMNS);
    b1.intoArray(sums, COLUMNS + LANES);
    a2.intoArray(sums, 2 * COLUMNS);
    b2.intoArray(sums, 2 * COLUMNS + LANES);
    a3.intoArray(sums, 3 * COLUMNS);
    b3.intoArray(sums, 3 * COLUMNS + LANES);
  }

  /**
   * Computes four rows of two panels at once. It needs more loads than {@link #eightRows}, but asks for
   * twice the weights with each instruction: those that come from memory arrive sooner.
   */
  static void addToFourRows(
      float[][] arrays,
      int x,
      int z,
      OneChainPanel p0,
      int column0,
      OneChainPanel p1,
      int column1,
      int block,
      boolean relu) {
    addToFourRows(
        arrays,
        x,
        z,
        p0.weights(block),
        p1.weights(block),
        0,
        p0.bias(),
        p1.bias(),
        block == 0,
        column0,
        column1,
        relu);
  }

  private static void addToFourRows(
      float[][] arrays,
      int x,
      int z,
      float[] w0,
      float[] w1,
      int first,
      float[] bias0,
      float[] bias1,
      boolean isFirst,
      int column0,
      int column1,
      boolean relu) {
    int start0 = isFirst ? 0 : column0;
    int start1 = isFirst ? 0 : column1;
    float[] x0 = arrays[x];
    float[] x1 = arrays[x + 1];
    float[] x2 = arrays[x + 2];
    float[] x3 = arrays[x + 3];
    float[] s0 = isFirst ? bias0 : arrays[z];
    float[] t0 = isFirst ? bias1 : arrays[z];
    FloatVector a0 = FloatVector.fromArray(FLOATS, s0, start0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, s0, start0 + LANES);
    FloatVector c0 = FloatVector.fromArray(FLOATS, t0, start1);
    FloatVector d0 = FloatVector.fromArray(FLOATS, t0, start1 + LANES);
    float[] s1 = isFirst ? bias0 : arrays[z + 1];
    float[] t1 = isFirst ? bias1 : arrays[z + 1];
    FloatVector a1 = FloatVector.fromArray(FLOATS, s1, start0);
    FloatVector b1 = FloatVector.fromArray(FLOATS, s1, start0 + LANES);
    FloatVector c1 = FloatVector.fromArray(FLOATS, t1, start1);
    FloatVector d1 = FloatVector.fromArray(FLOATS, t1, start1 + LANES);
    float[] s2 = isFirst ? bias0 : arrays[z + 2];
    float[] t2 = isFirst ? bias1 : arrays[z + 2];
    FloatVector a2 = FloatVector.fromArray(FLOATS, s2, start0);
    FloatVector b2 = FloatVector.fromArray(FLOATS, s2, start0 + LANES);
    FloatVector c2 = FloatVector.fromArray(FLOATS, t2, start1);
    FloatVector d2 = FloatVector.fromArray(FLOATS, t2, start1 + LANES);
    float[] s3 = isFirst ? bias0 : arrays[z + 3];
    float[] t3 = isFirst ? bias1 : arrays[z + 3];
    FloatVector a3 = FloatVector.fromArray(FLOATS, s3, start0);
    FloatVector b3 = FloatVector.fromArray(FLOATS, s3, start0 + LANES);
    FloatVector c3 = FloatVector.fromArray(FLOATS, t3, start1);
    FloatVector d3 = FloatVector.fromArray(FLOATS, t3, start1 + LANES);
    int depth = w0.length / COLUMNS;
    for (int k = first; k < depth; k++) {
      FloatVector wa = FloatVector.fromArray(FLOATS, w0, k * COLUMNS);
      FloatVector wb = FloatVector.fromArray(FLOATS, w0, k * COLUMNS + LANES);
      FloatVector wc = FloatVector.fromArray(FLOATS, w1, k * COLUMNS);
      FloatVector wd = FloatVector.fromArray(FLOATS, w1, k * COLUMNS + LANES);
      LoadOrder.keep();
      FloatVector v0 = FloatVector.broadcast(FLOATS, x0[k]);
      a0 = v0.fma(wa, a0);
      b0 = v0.fma(wb, b0);
      c0 = v0.fma(wc, c0);
      d0 = v0.fma(wd, d0);
      FloatVector v1 = FloatVector.broadcast(FLOATS, x1[k]);
      a1 = v1.fma(wa, a1);
      b1 = v1.fma(wb, b1);
      c1 = v1.fma(wc, c1);
      d1 = v1.fma(wd, d1);
      FloatVector v2 = FloatVector.broadcast(FLOATS, x2[k]);
      a2 = v2.fma(wa, a2);
      b2 = v2.fma(wb, b2);
      c2 = v2.fma(wc, c2);
      d2 = v2.fma(wd, d2);
      FloatVector v3 = FloatVector.broadcast(FLOATS, x3[k]);
      a3 = v3.fma(wa, a3);
      b3 = v3.fma(wb, b3);
      c3 = v3.fma(wc, c3);
      d3 = v3.fma(wd, d3);
    }
    float[] z0 = arrays[z];
    if (relu) {
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z0, column0);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(z0, column0 + LANES);
      c0.blend(0f, c0.compare(LE, 0f)).intoArray(z0, column1);
      d0.blend(0f, d0.compare(LE, 0f)).intoArray(z0, column1 + LANES);
    } else {
      a0.add(0f).intoArray(z0, column0);
      b0.add(0f).intoArray(z0, column0 + LANES);
      c0.add(0f).intoArray(z0, column1);
      d0.add(0f).intoArray(z0, column1 + LANES);
    }
    float[] z1 = arrays[z + 1];
    if (relu) {
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(z1, column0);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(z1, column0 + LANES);
      c1.blend(0f, c1.compare(LE, 0f)).intoArray(z1, column1);
      d1.blend(0f, d1.compare(LE, 0f)).intoArray(z1, column1 + LANES);
    } else {
      a1.add(0f).intoArray(z1, column0);
      b1.add(0f).intoArray(z1, column0 + LANES);
      c1.add(0f).intoArray(z1, column1);
      d1.add(0f).intoArray(z1, column1 + LANES);
    }
    float[] z2 = arrays[z + 2];
    if (relu) {
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(z2, column0);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(z2, column0 + LANES);
      c2.blend(0f, c2.compare(LE, 0f)).intoArray(z2, column1);
      d2.blend(0f, d2.compare(LE, 0f)).intoArray(z2, column1 + LANES);
    } else {
      a2.add(0f).intoArray(z2, column0);
      b2.add(0f).intoArray(z2, column0 + LANES);
      c2.add(0f).intoArray(z2, column1);
      d2.add(0f).intoArray(z2, column1 + LANES);
    }
    float[] z3 = arrays[z + 3];
    if (relu) {
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(z3, column0);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(z3, column0 + LANES);
      c3.blend(0f, c3.compare(LE, 0f)).intoArray(z3, column1);
      d3.blend(0f, d3.compare(LE, 0f)).intoArray(z3, column1 + LANES);
    } else {
      a3.add(0f).intoArray(z3, column0);
      b3.add(0f).intoArray(z3, column0 + LANES);
      c3.add(0f).intoArray(z3, column1);
      d3.add(0f).intoArray(z3, column1 + LANES);
    }
  }

  /**
   * Computes one row of four panels at once: a single panel has too few sums to keep the multipliers
   * busy, and four streams are read from memory faster than one.
   */
  static void addToOneRow(
      float[] x,
      float[] z,
      OneChainPanel p0,
      int c0,
      OneChainPanel p1,
      int c1,
      OneChainPanel p2,
      int c2,
      OneChainPanel p3,
      int c3,
      int block,
      boolean relu) {
    boolean isFirst = block == 0;
    float[] w0 = p0.weights(block);
    float[] w1 = p1.weights(block);
    float[] w2 = p2.weights(block);
    float[] w3 = p3.weights(block);
    float[] s0 = isFirst ? p0.bias() : z;
    int start0 = isFirst ? 0 : c0;
    FloatVector a0 = FloatVector.fromArray(FLOATS, s0, start0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, s0, start0 + LANES);
    float[] s1 = isFirst ? p1.bias() : z;
    int start1 = isFirst ? 0 : c1;
    FloatVector a1 = FloatVector.fromArray(FLOATS, s1, start1);
    FloatVector b1 = FloatVector.fromArray(FLOATS, s1, start1 + LANES);
    float[] s2 = isFirst ? p2.bias() : z;
    int start2 = isFirst ? 0 : c2;
    FloatVector a2 = FloatVector.fromArray(FLOATS, s2, start2);
    FloatVector b2 = FloatVector.fromArray(FLOATS, s2, start2 + LANES);
    float[] s3 = isFirst ? p3.bias() : z;
    int start3 = isFirst ? 0 : c3;
    FloatVector a3 = FloatVector.fromArray(FLOATS, s3, start3);
    FloatVector b3 = FloatVector.fromArray(FLOATS, s3, start3 + LANES);
    int depth = w0.length / COLUMNS;
    for (int k = 0; k < depth; k++) {
      FloatVector v = FloatVector.broadcast(FLOATS, x[k]);
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
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z, c0);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(z, c0 + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(z, c1);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(z, c1 + LANES);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(z, c2);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(z, c2 + LANES);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(z, c3);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(z, c3 + LANES);
    } else {
      a0.add(0f).intoArray(z, c0);
      b0.add(0f).intoArray(z, c0 + LANES);
      a1.add(0f).intoArray(z, c1);
      b1.add(0f).intoArray(z, c1 + LANES);
      a2.add(0f).intoArray(z, c2);
      b2.add(0f).intoArray(z, c2 + LANES);
      a3.add(0f).intoArray(z, c3);
      b3.add(0f).intoArray(z, c3 + LANES);
    }
  }

  /**
   * As {@link #addToOneRow}, of the values of x that are not 0.
   *
   * @param list the values and where their rows of a panel begin, as {@link NonZeros} lists them
   * @param count the number of values
   */
  static void addNonZerosToOneRow(
      float[] list,
      int count,
      float[] z,
      OneChainPanel p0,
      int c0,
      OneChainPanel p1,
      int c1,
      OneChainPanel p2,
      int c2,
      OneChainPanel p3,
      int c3,
      int block,
      boolean relu) {
    boolean isFirst = block == 0;
    float[] w0 = p0.weights(block);
    float[] w1 = p1.weights(block);
    float[] w2 = p2.weights(block);
    float[] w3 = p3.weights(block);
    float[] s0 = isFirst ? p0.bias() : z;
    int start0 = isFirst ? 0 : c0;
    FloatVector a0 = FloatVector.fromArray(FLOATS, s0, start0);
    FloatVector b0 = FloatVector.fromArray(FLOATS, s0, start0 + LANES);
    float[] s1 = isFirst ? p1.bias() : z;
    int start1 = isFirst ? 0 : c1;
    FloatVector a1 = FloatVector.fromArray(FLOATS, s1, start1);
    FloatVector b1 = FloatVector.fromArray(FLOATS, s1, start1 + LANES);
    float[] s2 = isFirst ? p2.bias() : z;
    int start2 = isFirst ? 0 : c2;
    FloatVector a2 = FloatVector.fromArray(FLOATS, s2, start2);
    FloatVector b2 = FloatVector.fromArray(FLOATS, s2, start2 + LANES);
    float[] s3 = isFirst ? p3.bias() : z;
    int start3 = isFirst ? 0 : c3;
    FloatVector a3 = FloatVector.fromArray(FLOATS, s3, start3);
    FloatVector b3 = FloatVector.fromArray(FLOATS, s3, start3 + LANES);
    for (int i = 0; i < count; i++) {
      int row = (int) list[NonZeros.INDEXES + i];
      FloatVector v = FloatVector.broadcast(FLOATS, list[i]);
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
      a0.blend(0f, a0.compare(LE, 0f)).intoArray(z, c0);
      b0.blend(0f, b0.compare(LE, 0f)).intoArray(z, c0 + LANES);
      a1.blend(0f, a1.compare(LE, 0f)).intoArray(z, c1);
      b1.blend(0f, b1.compare(LE, 0f)).intoArray(z, c1 + LANES);
      a2.blend(0f, a2.compare(LE, 0f)).intoArray(z, c2);
      b2.blend(0f, b2.compare(LE, 0f)).intoArray(z, c2 + LANES);
      a3.blend(0f, a3.compare(LE, 0f)).intoArray(z, c3);
      b3.blend(0f, b3.compare(LE, 0f)).intoArray(z, c3 + LANES);
    } else {
      a0.add(0f).intoArray(z, c0);
      b0.add(0f).intoArray(z, c0 + LANES);
      a1.add(0f).intoArray(z, c1);
      b1.add(0f).intoArray(z, c1 + LANES);
      a2.add(0f).intoArray(z, c2);
      b2.add(0f).intoArray(z, c2 + LANES);
      a3.add(0f).intoArray(z, c3);
      b3.add(0f).intoArray(z, c3 + LANES);
    }
  }
}
