package dev.lamina.weights;

import java.nio.ByteBuffer;

/** A weight file that was read into memory. */
final class ArrayBytes implements ByteSource {

  private final String description;
  private final byte[] bytes;

  ArrayBytes(String description, byte[] bytes) {
    this.description = description;
    this.bytes = bytes;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public void read(long position, ByteBuffer target) {
    target.put(bytes, Math.toIntExact(position), target.remaining());
  }

  @Override
  public void checkUnchanged() {}

  @Override
  public void close() {}
}
