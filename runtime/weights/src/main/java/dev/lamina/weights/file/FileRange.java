package dev.lamina.weights.file;

import java.nio.ByteBuffer;

/**
 * Bytes that lie in a file as they are.
 *
 * @param file the file
 * @param position the position of the first in the file; that all of them are within it has been checked
 */
public record FileRange(ByteSource file, long position) implements StoredBytes {

  /** The bytes from one of them on. */
  FileRange from(long offset) {
    return new FileRange(file, position + offset);
  }

  @Override
  public Reader open() {
    return new RangeReader(file, position);
  }

  private static final class RangeReader implements Reader {

    private final ByteSource file;
    private long next;

    RangeReader(ByteSource file, long next) {
      this.file = file;
      this.next = next;
    }

    @Override
    public void read(ByteBuffer target) {
      int count = target.remaining();
      file.read(next, target);
      next += count;
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
