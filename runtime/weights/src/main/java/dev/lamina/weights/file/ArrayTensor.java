package dev.lamina.weights.file;

import dev.lamina.ElementType;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.util.Objects;

/** A tensor over an array that nobody else holds; {@link Tensor#of} would copy it. */
public final class ArrayTensor implements Tensor {

  private final Shape shape;
  private final float[] elements;

  /**
   * A tensor that takes an array over.
   *
   * @param shape the extents
   * @param elements the elements, row-major, as many as the shape has; not to be changed any more
   */
  public ArrayTensor(Shape shape, float[] elements) {
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
