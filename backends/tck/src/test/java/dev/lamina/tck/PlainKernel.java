package dev.lamina.tck;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import dev.lamina.spi.DenseKernel;
import dev.lamina.spi.WorkspaceSize;

/**
 * The formulas as they stand, summed in double precision: right, and slow. {@link Fault} overrides one
 * step or another to make it wrong.
 */
class PlainKernel implements DenseKernel {

  final int in;
  final int out;
  final Activation activation;
  private final float temperature;

  /** The functions of single values: one for each slope that was learned, or one. */
  private final Curve[] curves;

  /** W transposed (out × in), so that a column of W is read from front to back. */
  final float[] columns;

  final float[] bias;

  PlainKernel(LayerSpec layer, float[] weight, float[] bias, float[] slopes) {
    this.in = layer.in();
    this.out = layer.out();
    this.activation = layer.activation().kind();
    this.columns = new float[in * out];
    for (int k = 0; k < in; k++) {
      for (int j = 0; j < out; j++) {
        columns[j * in + k] = weight[k * out + j];
      }
    }
    this.bias = bias;
    boolean wholeRows = activation.needsWholeRows();
    this.temperature = wholeRows ? layer.activation().value(ActivationParameter.TEMPERATURE) : 1;
    this.curves = new Curve[wholeRows ? 0 : Math.max(1, slopes.length)];
    for (int j = 0; j < curves.length; j++) {
      curves[j] = Curve.of(layer.activation(), slopes.length == 0 ? 0 : slopes[j]);
    }
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return new WorkspaceSize(0, 1, out);
  }

  @Override
  public int columnBlock() {
    return activation.needsWholeRows() ? 0 : 1;
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
    float[] z = scratch(workspace);
    for (int row = 0; row < rows; row++) {
      for (int j = fromColumn; j < toColumn; j++) {
        z[j] = (float) sum(x, xOffset + row * ldx, j);
      }
      activate(z, fromColumn, toColumn);
      System.arraycopy(z, fromColumn, y, yOffset + row * ldy + fromColumn, toColumn - fromColumn);
    }
  }

  float[] scratch(Workspace workspace) {
    return workspace.rows()[0];
  }

  /** z_j for the row of x that begins at an index. */
  double sum(float[] x, int start, int j) {
    double sum = bias[j];
    for (int k = 0; k < in; k++) {
      sum += (double) x[start + k] * columns[j * in + k];
    }
    return sum;
  }

  /** Replaces z by g(z). */
  void activate(float[] z, int from, int to) {
    if (activation.needsWholeRows()) {
      softmax(z, from, to);
      return;
    }
    for (int j = from; j < to; j++) {
      z[j] = switch (activation) {
        case RELU -> relu(z[j]);
        case SIGMOID -> sigmoid(z[j]);
        case TANH -> tanh(z[j]);
        default -> other(z[j], j);
      };
    }
  }

  float relu(float z) {
    return Math.max(z, 0);
  }

  float sigmoid(float z) {
    return (float) (1 / (1 + Math.exp(-z)));
  }

  float tanh(float z) {
    return (float) Math.tanh(z);
  }

  /** The value of one of the other functions for a unit. */
  float other(float z, int unit) {
    return (float) curves[unit % curves.length].value(z);
  }

  void softmax(float[] z, int from, int to) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int j = from; j < to; j++) {
      greatest = Math.max(greatest, z[j]);
    }
    double sum = 0;
    for (int j = from; j < to; j++) {
      sum += Math.exp(((double) z[j] - greatest) / temperature);
    }
    for (int j = from; j < to; j++) {
      double exponent = ((double) z[j] - greatest) / temperature;
      z[j] = (float)
          (activation == Activation.SOFTMAX ? Math.exp(exponent) / sum : exponent - Math.log(sum));
    }
  }
}
