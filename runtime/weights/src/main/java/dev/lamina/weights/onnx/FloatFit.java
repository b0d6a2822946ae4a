package dev.lamina.weights.onnx;

import dev.lamina.ErrorCode;

/** Rounds what a layer is made of to float, and refuses what is too large for that. */
final class FloatFit {

  private final TensorStore store;
  private final String layer;

  FloatFit(TensorStore store, String layer) {
    this.store = store;
    this.layer = layer;
  }

  /**
   * The nearest float.
   *
   * @param role what the value is part of, such as {@link dev.lamina.LayerSpec#BIAS}
   * @throws dev.lamina.LaminaException if a finite value is beyond all floats
   */
  float round(double value, String role) {
    check(value, role);
    return (float) value;
  }

  void check(double value, String role) {
    if (Float.isInfinite((float) value) && Double.isFinite(value)) {
      throw new Problem(
              ErrorCode.WEIGHTS,
              "the " + role + " of layer " + Problem.quoted(layer)
                  + " has a value that does not fit a float",
              "values up to " + Float.MAX_VALUE,
              String.valueOf(value),
              "train the model in float, or scale its inputs")
          .in(store.description());
    }
  }
}
