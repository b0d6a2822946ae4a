package dev.lamina.weights.onnx;

/**
 * What a file says of itself, and its graph.
 *
 * @param metadata who wrote it, in which version of the format
 * @param graph the graph
 */
record ParsedModel(OnnxMetadata metadata, Graph graph) {

  /** The version of ONNX' own operators. */
  long operatorSet() {
    return metadata.operatorSet();
  }
}
