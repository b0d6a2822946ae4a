package dev.lamina.weights.onnx;

import java.util.List;
import java.util.Map;

/**
 * The graph of a model as its file has it.
 *
 * @param name its name
 * @param nodes the nodes in the order of the file
 * @param initializers the constant tensors by name
 * @param inputs what a caller brings, without the initializers that old files list here
 * @param outputs what a caller gets
 */
record Graph(
    String name,
    List<Node> nodes,
    Map<String, ModelTensor> initializers,
    List<Port> inputs,
    List<Port> outputs) {}
