package dev.lamina.weights.onnx;

import dev.lamina.ElementType;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.util.Objects;

/** A tensor over an array that nobody else holds. */
final class ReadTensor implements Tensor {

  private final Shape shape;
  private final float[] elements;

  ReadTensor(Shape shape, float[] elements) {
    this.shape = shape;
    this.elements = elements;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public ElementType elementType() {
    return ElementType.F32;
  }

  @Override
  public void read(int from, float[] target, int offset, int count) {
    Objects.checkFromIndexSize(from, count, elements.length);
    System.arraycopy(elements, from, target, offset, count);
  }
}
