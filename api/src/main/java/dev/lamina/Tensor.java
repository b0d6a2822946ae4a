package dev.lamina;

/**
 * Learned values of one kind: a weight matrix or a bias vector. Elements are row-major, the last
 * dimension runs fastest.
 */
public interface Tensor {

  /**
   * The extents.
   *
   * @return the shape
   */
  Shape shape();

  /**
   * How the elements are stored. {@link #read} gives floats whatever the type.
   *
   * @return the type
   */
  ElementType elementType();

  /**
   * Copies consecutive elements, so that a backend can pack weights without a second copy of the
   * whole tensor.
   *
   * @param from the row-major index of the first element
   * @param target receives the elements
   * @param offset where in target the first element goes
   * @param count how many elements
   * @throws IndexOutOfBoundsException if the elements are not all in the tensor, or do not fit the
   *     target
   */
  void read(int from, float[] target, int offset, int count);

  /**
   * A tensor that holds a copy of an array.
   *
   * @param shape the extents
   * @param elements the elements, row-major, exactly as many as the shape has
   * @return the tensor
   * @throws IllegalArgumentException if there are more or fewer elements
   */
  static Tensor of(Shape shape, float... elements) {
    return new FloatTensor(shape, elements.clone());
  }
}
