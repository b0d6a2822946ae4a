package dev.lamina.weights.file;

import java.nio.ByteBuffer;

/** A weight file that was read into memory. */
public final class ArrayBytes implements ByteSource {

  private final String description;
  private final byte[] bytes;

  /**
   * The bytes of an array.
   *
   * @param description what error texts call them
   * @param bytes the bytes, which nobody changes any more
   */
  public ArrayBytes(String description, byte[] bytes) {
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
