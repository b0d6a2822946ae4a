package dev.lamina.spi;

import dev.lamina.Tensor;
import dev.lamina.Workspace;

/**
 * Layer normalisation for backends that have none of their own.
 *
 * <p>A first pass finds the mean up to rounding, c. With dⱼ = vⱼ − c, which are small where the values are
 * close to each other, the mean is c + mean(d) and the variance mean(d²) − mean(d)²: nothing large
 * cancels.
 */
final class RowNormalization implements NormalizationKernel {

  private final int columns;
  private final double epsilon;
  private final float[] weight;
  private final float[] bias;

  RowNormalization(double epsilon, Tensor weight, Tensor bias) {
    this.columns = Math.toIntExact(weight.shape().elementCount());
    this.epsilon = epsilon;
    this.weight = elements(weight);
    this.bias = elements(bias);
  }

  private float[] elements(Tensor tensor) {
    float[] elements = new float[columns];
    tensor.read(0, elements, 0, columns);
    return elements;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return WorkspaceSize.NONE;
  }

  @Override
  public void apply(
      int rows,
      float[] x,
      int xOffset,
      int ldx,
      float[] y,
      int yOffset,
      int ldy,
      Workspace workspace) {
    for (int row = 0; row < rows; row++) {
      int from = xOffset + row * ldx;
      int to = yOffset + row * ldy;
      float center = sum(x, from, columns) / columns;
      subtract(x, from, columns, center, y, to);
      double rest = (double) sum(y, to, columns) / columns;
      double square = (double) sumOfSquares(y, to, columns) / columns;
      double factor = 1 / Math.sqrt(Math.max(0, square - rest * rest) + epsilon);
      finish(y, to, (float) factor, (float) (-rest * factor), weight, bias);
    }
  }

  /** In eight parts that are added at the same time, which also loses less than one after another. */
  private static float sum(float[] values, int from, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int end = from + (count & -8);
    int i = from;
    for (; i < end; i += 8) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
      s4 += values[i + 4];
      s5 += values[i + 5];
      s6 += values[i + 6];
      s7 += values[i + 7];
    }
    for (; i < from + count; i++) {
      s0 += values[i];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  private static float sumOfSquares(float[] values, int from, int count) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int end = from + (count & -4);
    int i = from;
    for (; i < end; i += 4) {
      s0 += values[i] * values[i];
      s1 += values[i + 1] * values[i + 1];
      s2 += values[i + 2] * values[i + 2];
      s3 += values[i + 3] * values[i + 3];
    }
    for (; i < from + count; i++) {
      s0 += values[i] * values[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static void subtract(float[] x, int from, int count, float center, float[] y, int to) {
    for (int j = 0; j < count; j++) {
      y[to + j] = x[from + j] - center;
    }
  }

  private static void finish(
      float[] values, int from, float factor, float summand, float[] weight, float[] bias) {
    for (int j = 0; j < weight.length; j++) {
      values[from + j] = (values[from + j] * factor + summand) * weight[j] + bias[j];
    }
  }
}
