package dev.lamina.backends.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax, and its logarithm, of rows of few values. Both ways through the rows, one by one and with vectors that lie
 * across them, add the exponentials of a row in the same order: four partial sums, to which the
 * values in turn are added.
 */
final class NarrowSoftmax {

  /** Wider rows are faster one by one, with vectors along them. */
  static final int MOST_COLUMNS = 16;

  private static final int LANES = VectorWidth.LANES;

  /** From this number of rows on it pays to transpose them. */
  static final int MANY_ROWS = LANES;

  /** How many rows are transposed at a time. */
  private static final int BLOCK_ROWS = ActivationFunction.GATHERED_FLOATS / MOST_COLUMNS;

  /** Where other values than those that are returned begin in the scratch memory. */
  private static final int SIDE = ActivationFunction.GATHERED_FLOATS;

  private NarrowSoftmax() {}

  /**
   * Replaces a row of at most {@value #MOST_COLUMNS} values by its softmax, or by the logarithms of it. This is
   * on the way of every single answer of a classifier: few passes.
   *
   * @param a holds the row
   * @param from the index of its first value
   * @param columns the number of its values
   * @param rate what the differences to the maximum are multiplied by
   * @param logarithm whether the logarithms are wanted
   * @param scratch scratch memory
   */
  static void applyToRow(
      float[] a, int from, int columns, float rate, boolean logarithm, float[] scratch) {
    // Each value in all lanes of a vector: an exchange of lanes takes several times as long. Four
    // values a round; beyond the last value it is that one again.
    int last = from + columns - 1;
    FloatVector maximum = FloatVector.broadcast(VectorWidth.FLOATS, a[last]);
    for (int j = from; j < last; j += 4) {
      FloatVector z0 = FloatVector.broadcast(VectorWidth.FLOATS, a[j]);
      FloatVector z1 = FloatVector.broadcast(VectorWidth.FLOATS, a[Math.min(j + 1, last)]);
      FloatVector z2 = FloatVector.broadcast(VectorWidth.FLOATS, a[Math.min(j + 2, last)]);
      FloatVector z3 = FloatVector.broadcast(VectorWidth.FLOATS, a[Math.min(j + 3, last)]);
      z0 = z0.blend(z1, z1.compare(VectorOperators.GT, z0));
      z2 = z2.blend(z3, z3.compare(VectorOperators.GT, z2));
      z0 = z0.blend(z2, z2.compare(VectorOperators.GT, z0));
      maximum = z0.blend(maximum, z0.compare(VectorOperators.LE, maximum));
    }
    float[] source = a;
    int offset = from;
    if (from + columns + LANES > a.length) {
      FewValues.copy(a, from, scratch, 0, columns);
      source = scratch;
      offset = 0;
    }
    for (int j = 0; j < columns; j += LANES) {
      FloatVector z = FloatVector.fromArray(VectorWidth.FLOATS, source, offset + j);
      z.sub(maximum).mul(rate).intoArray(scratch, SIDE + j);
    }
    int to = SIDE + ((columns + LANES - 1) & -LANES);
    Exponential.compute(scratch, SIDE, to, 1, 0, scratch, 0);
    float sum = sum(scratch, 0, columns);
    if (logarithm) {
      float subtrahend = (float) Math.log(sum);
      for (int j = 0; j < columns; j += LANES) {
        FloatVector x = FloatVector.fromArray(VectorWidth.FLOATS, scratch, SIDE + j);
        x.sub(subtrahend).intoArray(scratch, j);
      }
      FewValues.copy(scratch, 0, a, from, columns);
    } else {
      FewValues.copyProducts(scratch, 1 / sum, a, from, columns);
    }
  }

  /**
   * Replaces a few rows by their softmax. The exponentials of all of them are computed together, the rest
   * row by row: rows of four values would leave most lanes of a vector empty.
   *
   * @param a holds the rows
   * @param offset the index of the first value
   * @param ld the leading dimension
   * @param rows the number of rows, with columns at most {@value #SIDE} values
   * @param columns the number of columns
   * @param rate what the differences to the maxima are multiplied by
   * @param scratch scratch memory
   */
  static void applyToFewRows(
      float[] a, int offset, int ld, int rows, int columns, float rate, float[] scratch) {
    for (int row = 0; row < rows; row++) {
      subtractMaximum(a, offset + row * ld, columns, rate, scratch, SIDE + row * columns);
    }
    int to = SIDE + ((rows * columns + LANES - 1) & -LANES);
    Exponential.compute(scratch, SIDE, to, 1, 0, scratch, 0);
    for (int row = 0; row < rows; row++) {
      int from = row * columns;
      float factor = 1 / sum(scratch, from, columns);
      int first = offset + row * ld;
      for (int j = 0; j < columns; j++) {
        a[first + j] = scratch[from + j] * factor;
      }
    }
  }

  private static void subtractMaximum(
      float[] a, int from, int columns, float rate, float[] differences, int to) {
    float maximum = a[from];
    for (int j = 1; j < columns; j++) {
      maximum = Math.max(maximum, a[from + j]);
    }
    for (int j = 0; j < columns; j++) {
      differences[to + j] = (a[from + j] - maximum) * rate;
    }
  }

  private static float sum(float[] values, int from, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int full = from + (count & -4);
    for (int j = from; j < full; j += 4) {
      s0 += values[j];
      s1 += values[j + 1];
      s2 += values[j + 2];
      s3 += values[j + 3];
    }
    int rest = count & 3;
    if (rest > 0) {
      s0 += values[full];
      if (rest > 1) {
        s1 += values[full + 1];
        if (rest > 2) {
          s2 += values[full + 2];
        }
      }
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * Replaces each of many rows by its softmax.
   *
   * @param a holds the rows
   * @param offset the index of the first value
   * @param ld the leading dimension
   * @param rows the number of rows
   * @param columns the number of columns, at most {@value #MOST_COLUMNS}
   * @param rate what the differences to the maxima are multiplied by
   * @param logarithm whether the logarithms of softmax are wanted
   * @param scratch scratch memory
   */
  static void applyToRows(
      float[] a,
      int offset,
      int ld,
      int rows,
      int columns,
      float rate,
      boolean logarithm,
      float[] scratch) {
    for (int row = 0; row < rows; row += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, rows - row);
      int stride = (count + LANES - 1) & -LANES;
      int from = offset + row * ld;
      Transposition.transpose(a, from, ld, count, columns, scratch, 0, stride);
      applyToColumns(scratch, 0, stride, count, columns, rate, logarithm, scratch);
      Transposition.transposeBack(scratch, 0, stride, a, from, ld, count, columns);
    }
  }

  /**
   * Replaces each column of a transpose by its softmax.
   *
   * @param a holds the transpose, and behind it room for its columns to grow to a multiple of four
   * @param from the index of the first value
   * @param stride how many elements apart its rows begin, a multiple of a vector's
   * @param count the number of its columns
   * @param columns the number of its rows, at most {@value #MOST_COLUMNS}, with stride at most {@value #SIDE}
   * @param rate what the differences to the maxima are multiplied by
   * @param logarithm whether the logarithms of softmax are wanted
   * @param scratch scratch memory from index {@link #SIDE} on; the transpose may lie before
   */
  static void applyToColumns(
      float[] a,
      int from,
      int stride,
      int count,
      int columns,
      float rate,
      boolean logarithm,
      float[] scratch) {
    int padded = (columns + 3) & -4;
    int end = from + padded * stride;
    if (padded > columns) {
      Arrays.fill(a, from + columns * stride, end, Float.NEGATIVE_INFINITY);
    }
    subtractMaxima(a, from, stride, padded, rate);
    if (logarithm) {
      Exponential.compute(a, from, end, 1, 0, scratch, SIDE);
      sum(scratch, SIDE, stride, SIDE + padded * stride, scratch);
      for (int i = SIDE; i < SIDE + count; i++) {
        scratch[i] = (float) Math.log(scratch[i]);
      }
      subtractFromColumns(a, from, stride, end, scratch);
    } else {
      Exponential.compute(a, from, end, 1, 0, a, from);
      sum(a, from, stride, end, scratch);
      divideColumns(a, from, stride, end, scratch);
    }
  }

  private static void subtractMaxima(
      float[] transpose, int from, int stride, int columns, float rate) {
    int end = from + columns * stride;
    for (int row = from; row < from + stride; row += LANES) {
      FloatVector maximum = FloatVector.fromArray(VectorWidth.FLOATS, transpose, row);
      for (int i = row; i < end; i += 4 * stride) {
        FloatVector z0 = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i);
        FloatVector z1 = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i + stride);
        FloatVector z2 = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i + 2 * stride);
        FloatVector z3 = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i + 3 * stride);
        z0 = z0.blend(z1, z1.compare(VectorOperators.GT, z0));
        z2 = z2.blend(z3, z3.compare(VectorOperators.GT, z2));
        z0 = z0.blend(z2, z2.compare(VectorOperators.GT, z0));
        maximum = z0.blend(maximum, z0.compare(VectorOperators.LE, maximum));
      }
      for (int i = row; i < end; i += 4 * stride) {
        FloatVector z0 = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i);
        FloatVector z1 = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i + stride);
        FloatVector z2 = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i + 2 * stride);
        FloatVector z3 = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i + 3 * stride);
        z0 = z0.sub(maximum).mul(rate);
        z1 = z1.sub(maximum).mul(rate);
        z2 = z2.sub(maximum).mul(rate);
        z3 = z3.sub(maximum).mul(rate);
        z0.intoArray(transpose, i);
        z1.intoArray(transpose, i + stride);
        z2.intoArray(transpose, i + 2 * stride);
        z3.intoArray(transpose, i + 3 * stride);
      }
    }
  }

  /** Adds up the rows of the transpose that begins at an index; the sums are left at {@link #SIDE}. */
  private static void sum(float[] values, int first, int stride, int end, float[] sums) {
    for (int row = 0; row < stride; row += LANES) {
      int from = first + row;
      FloatVector s0 = FloatVector.fromArray(VectorWidth.FLOATS, values, from);
      FloatVector s1 = FloatVector.fromArray(VectorWidth.FLOATS, values, from + stride);
      FloatVector s2 = FloatVector.fromArray(VectorWidth.FLOATS, values, from + 2 * stride);
      FloatVector s3 = FloatVector.fromArray(VectorWidth.FLOATS, values, from + 3 * stride);
      for (int i = from + 4 * stride; i < end; i += 4 * stride) {
        s0 = FloatVector.fromArray(VectorWidth.FLOATS, values, i).add(s0);
        s1 = FloatVector.fromArray(VectorWidth.FLOATS, values, i + stride).add(s1);
        s2 = FloatVector.fromArray(VectorWidth.FLOATS, values, i + 2 * stride).add(s2);
        s3 = FloatVector.fromArray(VectorWidth.FLOATS, values, i + 3 * stride).add(s3);
      }
      s0.add(s1).add(s2.add(s3)).intoArray(sums, SIDE + row);
    }
  }

  private static void divideColumns(
      float[] transpose, int from, int stride, int end, float[] sums) {
    for (int row = 0; row < stride; row += LANES) {
      FloatVector sum = FloatVector.fromArray(VectorWidth.FLOATS, sums, SIDE + row);
      FloatVector factor = FloatVector.broadcast(VectorWidth.FLOATS, 1f).div(sum);
      for (int i = from + row; i < end; i += stride) {
        FloatVector power = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i);
        power.mul(factor).intoArray(transpose, i);
      }
    }
  }

  private static void subtractFromColumns(
      float[] transpose, int from, int stride, int end, float[] sums) {
    for (int row = 0; row < stride; row += LANES) {
      FloatVector logarithm = FloatVector.fromArray(VectorWidth.FLOATS, sums, SIDE + row);
      for (int i = from + row; i < end; i += stride) {
        FloatVector x = FloatVector.fromArray(VectorWidth.FLOATS, transpose, i);
        x.sub(logarithm).intoArray(transpose, i);
      }
    }
  }
}
