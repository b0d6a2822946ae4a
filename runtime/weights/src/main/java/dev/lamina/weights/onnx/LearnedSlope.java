package dev.lamina.weights.onnx;

import dev.lamina.LayerSpec;
import dev.lamina.Shape;
import dev.lamina.weights.file.ArrayTensor;

/** The slope that a PReLU learned: one for all units or one for each. It is read when it is asked for. */
final class LearnedSlope {

  private final TensorStore store;
  private final FloatFit fit;
  private final Constant slope;

  /** A slope that is known to be a number or a vector. */
  LearnedSlope(TensorStore store, String layer, Constant slope) {
    this.store = store;
    this.fit = new FloatFit(store, layer);
    this.slope = slope;
  }

  ArrayTensor read() {
    double[] elements = store.read(slope.source());
    float[] result = new float[elements.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = fit.round(elements[i], LayerSpec.SLOPE);
    }
    store.checkUnchanged();
    return new ArrayTensor(Shape.of(result.length), result);
  }
}
