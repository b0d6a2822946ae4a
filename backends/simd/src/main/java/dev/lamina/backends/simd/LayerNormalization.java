package dev.lamina.backends.simd;

import dev.lamina.Tensor;
import dev.lamina.Workspace;
import dev.lamina.spi.NormalizationKernel;
import dev.lamina.spi.WorkspaceSize;
import jdk.incubator.vector.FloatVector;

/**
 * Layer normalisation in three passes over a row while it is in cache. The first finds the mean up to
 * rounding, c. With dⱼ = vⱼ − c, which are small where the values are close to each other, the mean is c +
 * mean(d) and the variance mean(d²) − mean(d)²: nothing large cancels.
 *
 * <p>Each lane of a vector has sums of its own, of every so many values, so that a sum of thousands loses
 * as little as one of some dozens.
 */
final class LayerNormalization implements NormalizationKernel {

  private static final int LANES = VectorWidth.LANES;

  /** Where the sums of the lanes are added up in the scratch memory, and where those of the squares are. */
  private static final int SUMS = 0;

  private static final int SQUARES = LANES;

  private final int columns;
  private final double epsilon;
  private final float[] weight;
  private final float[] bias;

  LayerNormalization(double epsilon, Tensor weight, Tensor bias) {
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
    return new WorkspaceSize(2 * LANES, 0, 0);
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
    float[] scratch = workspace.floats();
    int whole = columns & -LANES;
    for (int row = 0; row < rows; row++) {
      int from = xOffset + row * ldx;
      int to = yOffset + row * ldy;
      sumUp(x, from, whole, scratch);
      float sum = FewValues.sumOfLanes(scratch, SUMS);
      for (int j = whole; j < columns; j++) {
        sum += x[from + j];
      }
      float center = sum / columns;

      sumUpDifferences(x, from, whole, center, scratch);
      float differences = FewValues.sumOfLanes(scratch, SUMS);
      float squares = FewValues.sumOfLanes(scratch, SQUARES);
      for (int j = whole; j < columns; j++) {
        float difference = x[from + j] - center;
        differences += difference;
        squares += difference * difference;
      }
      double rest = (double) differences / columns;
      double variance = Math.max(0, (double) squares / columns - rest * rest);
      double factor = 1 / Math.sqrt(variance + epsilon);
      finish(x, from, y, to, whole, center, (float) factor, (float) (-rest * factor));
    }
  }

  /** The sums of the lanes over whole vectors. */
  private static void sumUp(float[] x, int from, int count, float[] scratch) {
    FloatVector sums = FloatVector.zero(VectorWidth.FLOATS);
    for (int i = from; i < from + count; i += LANES) {
      sums = FloatVector.fromArray(VectorWidth.FLOATS, x, i).add(sums);
    }
    sums.intoArray(scratch, SUMS);
  }

  /** The same of the differences to a number, and of their squares. */
  private static void sumUpDifferences(
      float[] x, int from, int count, float center, float[] scratch) {
    FloatVector sums = FloatVector.zero(VectorWidth.FLOATS);
    FloatVector squares = FloatVector.zero(VectorWidth.FLOATS);
    for (int i = from; i < from + count; i += LANES) {
      FloatVector difference = FloatVector.fromArray(VectorWidth.FLOATS, x, i).sub(center);
      sums = difference.add(sums);
      squares = difference.fma(difference, squares);
    }
    sums.intoArray(scratch, SUMS);
    squares.intoArray(scratch, SQUARES);
  }

  /** ((v − center)·factor + summand)·weight + bias. */
  private void finish(
      float[] x,
      int from,
      float[] y,
      int to,
      int whole,
      float center,
      float factor,
      float summand) {
    finish(x, from, y, to, whole, center, factor, summand, weight, bias);
    for (int j = whole; j < columns; j++) {
      float normalized = Math.fma(x[from + j] - center, factor, summand);
      y[to + j] = Math.fma(normalized, weight[j], bias[j]);
    }
  }

  private static void finish(
      float[] x,
      int from,
      float[] y,
      int to,
      int count,
      float center,
      float factor,
      float summand,
      float[] weight,
      float[] bias) {
    for (int j = 0; j < count; j += LANES) {
      FloatVector difference =
          FloatVector.fromArray(VectorWidth.FLOATS, x, from + j).sub(center);
      difference
          .fma(
              FloatVector.broadcast(VectorWidth.FLOATS, factor),
              FloatVector.broadcast(VectorWidth.FLOATS, summand))
          .fma(
              FloatVector.fromArray(VectorWidth.FLOATS, weight, j),
              FloatVector.fromArray(VectorWidth.FLOATS, bias, j))
          .intoArray(y, to + j);
    }
  }
}
