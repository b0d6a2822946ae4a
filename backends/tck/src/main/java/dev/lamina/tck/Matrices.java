package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import java.util.Arrays;
import java.util.Locale;

/**
 * X and A of a layer inside larger arrays, and calls of its kernel on them. Every call is checked: it
 * must leave x, and all of y but the columns asked for, as they were, bit by bit. What surrounds X is
 * NaN, and so is A before the first call, so that a kernel that uses what it should not computes NaN.
 */
final class Matrices {

  private final TestLayer layer;
  private final int rows;
  private final Placement placement;
  private final float[] x;
  private final float[] y;

  Matrices(TestLayer layer, int rows, float[] examples, Placement placement) {
    this.layer = layer;
    this.rows = rows;
    this.placement = placement;
    this.x = new float[length(placement.xOffset(), ldx(), layer.in(), placement.xTail())];
    this.y = new float[length(placement.yOffset(), ldy(), layer.out(), placement.yTail())];
    Arrays.fill(x, Float.NaN);
    for (int i = 0; i < y.length; i++) {
      // Negative, so that an activation changes them; each different, so that copies are noticed.
      y[i] = -1_000_000 - i;
    }
    for (int row = 0; row < rows; row++) {
      System.arraycopy(examples, row * layer.in(), x, xIndex(row), layer.in());
      Arrays.fill(y, yIndex(row), yIndex(row) + layer.out(), Float.NaN);
    }
  }

  private int length(int offset, int leadingDimension, int columns, int tail) {
    int matrix = rows == 0 ? 0 : (rows - 1) * leadingDimension + columns;
    return offset + matrix + tail;
  }

  private int ldx() {
    return layer.in() + placement.xGap();
  }

  private int ldy() {
    return layer.out() + placement.yGap();
  }

  private int xIndex(int row) {
    return placement.xOffset() + row * ldx();
  }

  private int yIndex(int row) {
    return placement.yOffset() + row * ldy();
  }

  /** Calls the kernel with arrays that are as small as it may expect, for all columns. */
  static float[] apply(TestLayer layer, DenseKernel kernel, int rows, float[] examples) {
    return apply(layer, kernel, rows, examples, Placement.TIGHT);
  }

  /** Calls the kernel for all columns. */
  static float[] apply(
      TestLayer layer, DenseKernel kernel, int rows, float[] examples, Placement placement) {
    return new Matrices(layer, rows, examples, placement)
        .apply(kernel, kernel.workspace(rows).allocate())
        .result();
  }

  /** Calls the kernel for all columns. */
  Matrices apply(DenseKernel kernel, Workspace workspace) {
    return apply(kernel, 0, layer.out(), workspace);
  }

  /** Calls the kernel for the columns fromColumn to toColumn − 1. */
  Matrices apply(DenseKernel kernel, int fromColumn, int toColumn, Workspace workspace) {
    return apply(kernel, 0, rows, fromColumn, toColumn, workspace);
  }

  /** Calls the kernel for count of the rows and for some of the columns. */
  Matrices apply(
      DenseKernel kernel,
      int firstRow,
      int count,
      int fromColumn,
      int toColumn,
      Workspace workspace) {
    float[] xBefore = x.clone();
    float[] yBefore = y.clone();
    String call = String.format(
        Locale.ROOT,
        "%s, N = %d, %s, columns %d to %d",
        layer,
        count,
        placement,
        fromColumn,
        toColumn - 1);
    try {
      kernel.apply(
          count,
          x,
          xIndex(firstRow),
          ldx(),
          y,
          yIndex(firstRow),
          ldy(),
          fromColumn,
          toColumn,
          workspace);
    } catch (RuntimeException e) {
      fail(call + ": the kernel threw " + e, e);
    }
    checkX(call, xBefore);
    for (int row = firstRow; row < firstRow + count; row++) {
      int from = yIndex(row) + fromColumn;
      System.arraycopy(y, from, yBefore, from, toColumn - fromColumn);
    }
    checkY(call, yBefore);
    return this;
  }

  private void checkX(String call, float[] before) {
    int changed = mismatch(before, x);
    if (changed >= 0) {
      fail(String.format(
          Locale.ROOT,
          "%s: x must stay as it is, but x[%d] was %s and is %s",
          call,
          changed,
          before[changed],
          x[changed]));
    }
  }

  private void checkY(String call, float[] expected) {
    int changed = mismatch(expected, y);
    if (changed >= 0) {
      int row = Math.floorDiv(changed - placement.yOffset(), ldy());
      int column = Math.floorMod(changed - placement.yOffset(), ldy());
      fail(String.format(
          Locale.ROOT,
          "%s: y must stay as it is outside the columns asked for, but y[%d] (row %d, column"
              + " %d, counted from yOffset) was %s and is %s",
          call,
          changed,
          row,
          column,
          expected[changed],
          y[changed]));
    }
  }

  private static int mismatch(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToRawIntBits(expected[i]) != Float.floatToRawIntBits(actual[i])) {
        return i;
      }
    }
    return -1;
  }

  /** A without what surrounds it. */
  float[] result() {
    float[] result = new float[rows * layer.out()];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(y, yIndex(row), result, row * layer.out(), layer.out());
    }
    return result;
  }
}
