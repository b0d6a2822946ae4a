package dev.lamina.tck;

import dev.lamina.ElementType;
import dev.lamina.ErrorCode;
import dev.lamina.LaminaException;
import dev.lamina.Shape;
import dev.lamina.Tensor;

/** A tensor whose file turns out to be broken while it is read. */
final class UnreadableTensor implements Tensor {

  private final Tensor tensor;
  private final int readable;
  private final LaminaException failure =
      new LaminaException(ErrorCode.FILE, "the disk is on fire");

  /**
   * A tensor that fails.
   *
   * @param tensor the elements
   * @param readable how many of them can be read
   */
  UnreadableTensor(Tensor tensor, int readable) {
    this.tensor = tensor;
    this.readable = readable;
  }

  /** What it throws. */
  LaminaException failure() {
    return failure;
  }

  @Override
  public Shape shape() {
    return tensor.shape();
  }

  @Override
  public ElementType elementType() {
    return tensor.elementType();
  }

  @Override
  public void read(int from, float[] target, int offset, int count) {
    if (from + count > readable) {
      throw failure;
    }
    tensor.read(from, target, offset, count);
  }
}
