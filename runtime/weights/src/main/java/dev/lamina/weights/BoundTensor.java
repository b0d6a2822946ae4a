package dev.lamina.weights;

import dev.lamina.Shape;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.TensorReader;
import dev.lamina.weights.file.ValueScan;

/**
 * A stored tensor that was found to be what a network needs.
 *
 * @param stored where and how the file holds it
 * @param shape the shape that the network needs
 * @param reversed whether its elements lie in the order of the transpose of what the network needs
 */
record BoundTensor(StoredTensor stored, Shape shape, boolean reversed) {

  /** Reads the elements, row-major in the network's shape. */
  float[] read(ValueScan scan) {
    TensorReader reader = new TensorReader(stored, scan);
    return reversed ? reader.readTransposed() : reader.read();
  }

  /** Looks at the elements without keeping them. */
  ValueScan scan() {
    ValueScan scan = new ValueScan(stored);
    new TensorReader(stored, scan).scan();
    return scan;
  }
}
