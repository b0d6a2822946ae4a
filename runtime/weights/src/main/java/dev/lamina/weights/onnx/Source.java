package dev.lamina.weights.onnx;

/** What layers of a model read or add: an input of the model, or the result of a layer. */
sealed interface Source permits ModelInput, LayerDraft {

  /** What it is called when all layers have names. */
  String name();

  /** The number of its columns, -1 as long as nothing says it. */
  long width();
}
