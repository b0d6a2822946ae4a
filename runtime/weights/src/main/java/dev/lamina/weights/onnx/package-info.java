/**
 * Reads and writes ONNX models that are networks of dense layers.
 *
 * <p>The way of the data: {@link dev.lamina.weights.onnx.OnnxFile} parses the messages of the file into
 * a graph that holds positions in place of tensors; one walk along the graph turns its nodes into
 * products, scalings and activations, or refuses the first that is none; these are put together into
 * layers, whose weights are read from the file when they are asked for. The evaluation of the file's own
 * graph, {@link dev.lamina.weights.onnx.GraphEvaluation}, shares only the parser with that.
 */
@NullMarked
package dev.lamina.weights.onnx;

import org.jspecify.annotations.NullMarked;
