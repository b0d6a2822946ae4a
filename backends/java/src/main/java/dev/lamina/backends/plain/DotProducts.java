package dev.lamina.backends.plain;

import static dev.lamina.backends.plain.functions.MultiplyAdd.multiplyAdd;

import dev.lamina.Workspace;
import dev.lamina.backends.plain.functions.ActivationFunction;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/**
 * Computes a narrow layer for few rows without vectors: zⱼ = bⱼ + Σₖ xₖ·wₖⱼ, several sums at a time,
 * since each has to wait for its own last addition.
 */
final class DotProducts implements DenseKernel {

  private final int in;
  private final float[] weights;
  private final float[] bias;
  private final ActivationFunction activation;

  DotProducts(int in, FlatWeights weights, float[] bias, ActivationFunction activation) {
    this.in = in;
    this.weights = weights.elements();
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return WorkspaceSize.NONE;
  }

  @Override
  public int columnBlock() {
    return activation.needsWholeRows() ? 0 : bias.length;
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
      int fromColumn,
      int toColumn,
      Workspace workspace) {
    int column = fromColumn;
    for (; column + 7 < toColumn; column += 8) {
      for (int row = 0; row < rows; row++) {
        eightColumns(x, xOffset + row * ldx, column, y, yOffset + row * ldy);
      }
    }
    for (; column + 3 < toColumn; column += 4) {
      for (int row = 0; row < rows; row++) {
        fourColumns(x, xOffset + row * ldx, column, y, yOffset + row * ldy);
      }
    }
    for (; column < toColumn; column++) {
      int row = 0;
      for (; row + 3 < rows; row += 4) {
        fourRows(x, xOffset + row * ldx, ldx, column, y, yOffset + row * ldy, ldy);
      }
      for (; row < rows; row++) {
        single(x, xOffset + row * ldx, column, y, yOffset + row * ldy);
      }
    }
    for (int row = 0; row < rows; row++) {
      int start = yOffset + row * ldy;
      activation.applyToFew(y, start + fromColumn, start + toColumn, fromColumn);
    }
  }

  private void eightColumns(float[] x, int xOffset, int column, float[] y, int yOffset) {
    float[] w = weights;
    int out = bias.length;
    float z0 = bias[column];
    float z1 = bias[column + 1];
    float z2 = bias[column + 2];
    float z3 = bias[column + 3];
    float z4 = bias[column + 4];
    float z5 = bias[column + 5];
    float z6 = bias[column + 6];
    float z7 = bias[column + 7];
    int i = column;
    for (int k = 0; k < in; k++) {
      float value = x[xOffset + k];
      z0 = multiplyAdd(value, w[i], z0);
      z1 = multiplyAdd(value, w[i + 1], z1);
      z2 = multiplyAdd(value, w[i + 2], z2);
      z3 = multiplyAdd(value, w[i + 3], z3);
      z4 = multiplyAdd(value, w[i + 4], z4);
      z5 = multiplyAdd(value, w[i + 5], z5);
      z6 = multiplyAdd(value, w[i + 6], z6);
      z7 = multiplyAdd(value, w[i + 7], z7);
      i += out;
    }
    int j = yOffset + column;
    y[j] = z0;
    y[j + 1] = z1;
    y[j + 2] = z2;
    y[j + 3] = z3;
    y[j + 4] = z4;
    y[j + 5] = z5;
    y[j + 6] = z6;
    y[j + 7] = z7;
  }

  private void fourColumns(float[] x, int xOffset, int column, float[] y, int yOffset) {
    float[] w = weights;
    int out = bias.length;
    float z0 = bias[column];
    float z1 = bias[column + 1];
    float z2 = bias[column + 2];
    float z3 = bias[column + 3];
    int i = column;
    for (int k = 0; k < in; k++) {
      float value = x[xOffset + k];
      z0 = multiplyAdd(value, w[i], z0);
      z1 = multiplyAdd(value, w[i + 1], z1);
      z2 = multiplyAdd(value, w[i + 2], z2);
      z3 = multiplyAdd(value, w[i + 3], z3);
      i += out;
    }
    int j = yOffset + column;
    y[j] = z0;
    y[j + 1] = z1;
    y[j + 2] = z2;
    y[j + 3] = z3;
  }

  private void fourRows(
      float[] x, int xOffset, int ldx, int column, float[] y, int yOffset, int ldy) {
    float[] w = weights;
    int out = bias.length;
    float z0 = bias[column];
    float z1 = z0;
    float z2 = z0;
    float z3 = z0;
    int x1 = xOffset + ldx;
    int x2 = x1 + ldx;
    int x3 = x2 + ldx;
    int i = column;
    for (int k = 0; k < in; k++) {
      float value = w[i];
      z0 = multiplyAdd(x[xOffset + k], value, z0);
      z1 = multiplyAdd(x[x1 + k], value, z1);
      z2 = multiplyAdd(x[x2 + k], value, z2);
      z3 = multiplyAdd(x[x3 + k], value, z3);
      i += out;
    }
    int j = yOffset + column;
    y[j] = z0;
    y[j + ldy] = z1;
    y[j + 2 * ldy] = z2;
    y[j + 3 * ldy] = z3;
  }

  private void single(float[] x, int xOffset, int column, float[] y, int yOffset) {
    float[] w = weights;
    int out = bias.length;
    float z = bias[column];
    int i = column;
    for (int k = 0; k < in; k++) {
      z = multiplyAdd(x[xOffset + k], w[i], z);
      i += out;
    }
    y[yOffset + column] = z;
  }
}
