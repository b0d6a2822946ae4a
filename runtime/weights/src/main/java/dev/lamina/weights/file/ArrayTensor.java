package dev.lamina.weights.file;

import dev.lamina.ElementType;
import dev.lamina.Shape;
import dev.lamina.Tensor;
import java.util.Objects;

/** A tensor over an array that nobody else holds; {@link Tensor#of} would copy it. */
public final class ArrayTensor implements Tensor {

  private final Shape shape;
  private final float[] elements;
  private final boolean isKnownFinite;

  /**
   * A tensor that takes an array over.
   *
   * @param shape the extents
   * @param elements the elements, row-major, as many as the shape has; not to be changed any more
   */
  public ArrayTensor(Shape shape, float[] elements) {
    this(shape, elements, false);
  }

  private ArrayTensor(Shape shape, float[] elements, boolean isKnownFinite) {
    this.shape = shape;
    this.elements = elements;
    this.isKnownFinite = isKnownFinite;
  }

  /**
   * A tensor that takes an array over that was looked at when it was read.
   *
   * @param shape the extents
   * @param elements the elements, row-major, as many as the shape has; not to be changed any more
   * @param scan has seen all of them
   * @return the tensor
   */
  public static ArrayTensor scanned(Shape shape, float[] elements, ValueScan scan) {
    return new ArrayTensor(shape, elements, scan.isClean());
  }

  /**
   * Whether no element is NaN or infinite.
   *
   * @return whether all are finite
   */
  public boolean isFinite() {
    return isKnownFinite || ValueScan.areFinite(elements, 0, elements.length);
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
