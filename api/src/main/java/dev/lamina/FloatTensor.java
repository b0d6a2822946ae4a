package dev.lamina;

import java.util.Objects;

/** A tensor over an array that nobody else holds. */
final class FloatTensor implements Tensor {

  private final Shape shape;
  private final float[] elements;

  FloatTensor(Shape shape, float[] elements) {
    if (shape.elementCount() != elements.length) {
      throw new IllegalArgumentException(ErrorCode.SHAPE.text(
          "a tensor of shape %s has %d elements, got %d",
          shape, shape.elementCount(), elements.length));
    }
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
