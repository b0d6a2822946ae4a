package dev.lamina.spi;

import dev.lamina.Activation;
import dev.lamina.ActivationParameter;
import dev.lamina.LayerParameters;
import dev.lamina.LayerSpec;
import dev.lamina.Workspace;
import java.util.function.DoubleUnaryOperator;

/** An activation in double precision, value by value: for backends that have none on its own. */
final class ScalarActivationKernel implements ActivationKernel {

  private final LayerSpec layer;

  /** One for all columns or one for each; none for a function of whole rows. */
  private final DoubleUnaryOperator[] functions;

  ScalarActivationKernel(LayerSpec layer, LayerParameters parameters) {
    this.layer = layer;
    if (layer.activation().kind().needsWholeRows()) {
      functions = new DoubleUnaryOperator[0];
      return;
    }
    float[] learned = parameters.slopes();
    float[] slopes = learned.length == 0 ? new float[1] : learned;
    functions = new DoubleUnaryOperator[slopes.length];
    for (int j = 0; j < slopes.length; j++) {
      functions[j] = ScalarActivation.of(layer.activation(), slopes[j]);
    }
  }

  @Override
  public WorkspaceSize workspace(int maxRows) {
    return WorkspaceSize.NONE;
  }

  @Override
  public void apply(
      int rows, float[] z, int offset, int ld, int fromColumn, int toColumn, Workspace workspace) {
    for (int row = 0; row < rows; row++) {
      int from = offset + row * ld;
      if (functions.length == 0) {
        softmax(z, from);
      } else {
        for (int j = fromColumn; j < toColumn; j++) {
          DoubleUnaryOperator function = functions[functions.length == 1 ? 0 : j];
          z[from + j] = (float) function.applyAsDouble(z[from + j]);
        }
      }
    }
  }

  private void softmax(float[] z, int from) {
    int to = from + layer.out();
    double temperature = layer.activation().value(ActivationParameter.TEMPERATURE);
    double maximum = Double.NEGATIVE_INFINITY;
    for (int j = from; j < to; j++) {
      maximum = Math.max(maximum, z[j]);
    }
    double sum = 0;
    for (int j = from; j < to; j++) {
      sum += Math.exp((z[j] - maximum) / temperature);
    }
    boolean logarithm = layer.activation().kind() == Activation.LOG_SOFTMAX;
    for (int j = from; j < to; j++) {
      double difference = (z[j] - maximum) / temperature;
      z[j] = (float) (logarithm ? difference - Math.log(sum) : Math.exp(difference) / sum);
    }
  }
}
