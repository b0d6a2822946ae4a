package dev.lamina.weights;

import dev.lamina.Shape;

/**
 * A stored tensor that was found to be what a network needs.
 *
 * @param stored where and how the file holds it; a matrix is the transpose of what the network needs
 * @param shape the shape that the network needs
 */
record BoundTensor(StoredTensor stored, Shape shape) {}
