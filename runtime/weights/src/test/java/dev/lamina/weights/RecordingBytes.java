package dev.lamina.weights;

import dev.lamina.weights.file.ArrayBytes;
import dev.lamina.weights.file.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Remembers which bytes of a file were read, and whether it was closed. */
public final class RecordingBytes implements ByteSource {

  private final ByteSource bytes;
  private final List<Range> reads = new ArrayList<>();
  private boolean closed;

  public RecordingBytes(byte[] bytes) {
    this.bytes = new ArrayBytes("model.safetensors", bytes);
  }

  public record Range(long begin, long end) {}

  public List<Range> reads() {
    return reads;
  }

  /** The last byte that was read, plus one. */
  public long furthest() {
    return reads.stream().mapToLong(Range::end).max().orElse(0);
  }

  public boolean isClosed() {
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
