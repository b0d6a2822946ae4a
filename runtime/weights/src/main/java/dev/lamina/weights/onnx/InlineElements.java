package dev.lamina.weights.onnx;

import java.util.List;

/** Elements in memory. */
final class InlineElements implements ElementReader {

  private final List<Double> elements;
  private int next;

  InlineElements(List<Double> elements) {
    this.elements = elements;
  }

  @Override
  public void read(double[] target, int offset, int count) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = elements.get(next++);
    }
  }
}
