package dev.lamina.weights.onnx;

import dev.lamina.weights.file.ByteSource;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A part of a file as a stream. Skipping reads nothing. */
final class RangeStream extends InputStream {

  private final ByteSource file;
  private final long end;
  private long position;

  RangeStream(ByteSource file, ByteRange range) {
    this.file = file;
    this.position = range.position();
    this.end = range.end();
  }

  @Override
  public int read() {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    int count = (int) Math.min(length, end - position);
    file.read(position, ByteBuffer.wrap(target, offset, count));
    position += count;
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, end - position));
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, end - position);
  }
}
