package dev.lamina.weights;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Remembers which bytes of a file were read, and whether it was closed. */
final class RecordingBytes implements ByteSource {

  private final ByteSource bytes;
  private final List<Range> reads = new ArrayList<>();
  private boolean closed;

  RecordingBytes(byte[] bytes) {
    this.bytes = new ArrayBytes("model.safetensors", bytes);
  }

  record Range(long begin, long end) {}

  List<Range> reads() {
    return reads;
  }

  /** The last byte that was read, plus one. */
  long furthest() {
    return reads.stream().mapToLong(Range::end).max().orElse(0);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public String description() {
    return bytes.description();
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public void read(long position, ByteBuffer target) {
    reads.add(new Range(position, position + target.remaining()));
    bytes.read(position, target);
  }

  @Override
  public void checkUnchanged() {}

  @Override
  public void close() {
    closed = true;
  }
}
