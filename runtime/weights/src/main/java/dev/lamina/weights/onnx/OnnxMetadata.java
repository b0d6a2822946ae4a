package dev.lamina.weights.onnx;

/**
 * What a model's file says of itself.
 *
 * @param irVersion the version of the file format
 * @param operatorSet the version of the operators of domain {@code ai.onnx}
 * @param producer the tool that wrote it, such as {@code pytorch}; empty if the file does not say
 * @param producerVersion the tool's version; empty if the file does not say
 * @param graphName the name of the graph; empty if it has none
 */
public record OnnxMetadata(
    long irVersion, long operatorSet, String producer, String producerVersion, String graphName) {}
