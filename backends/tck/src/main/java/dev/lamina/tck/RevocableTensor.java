package dev.lamina.tck;

import dev.lamina.ElementType;
import dev.lamina.Shape;
import dev.lamina.Tensor;

/** A tensor that fails when it is used after it was revoked. */
final class RevocableTensor implements Tensor {

  private final String role;
  private final Tensor tensor;
  private volatile boolean revoked;

  RevocableTensor(String role, Tensor tensor) {
    this.role = role;
    this.tensor = tensor;
  }

  void revoke() {
    revoked = true;
  }

  private Tensor checked() {
    if (revoked) {
      throw new IllegalStateException("the tensor " + role + " was used after prepare returned");
    }
    return tensor;
  }

  @Override
  public Shape shape() {
    return checked().shape();
  }

  @Override
  public ElementType elementType() {
    return checked().elementType();
  }

  @Override
  public void read(int from, float[] target, int offset, int count) {
    checked().read(from, target, offset, count);
  }
}
