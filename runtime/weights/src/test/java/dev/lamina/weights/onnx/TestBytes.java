package dev.lamina.weights.onnx;

import dev.lamina.weights.file.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Bytes in memory that remember what was read of them. */
final class TestBytes implements ByteSource {

  private final String description;
  private final byte[] bytes;
  private final List<ByteRange> reads = new ArrayList<>();
  private boolean isClosed;

  TestBytes(String description, byte[] bytes) {
    this.description = description;
    this.bytes = bytes;
  }

  static TestBytes of(Path file) {
    try {
      return new TestBytes(file.toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isClosed() {
    return isClosed;
  }

  /** How many bytes were read since the last call. */
  long readBytes() {
    long sum = reads.stream().mapToLong(ByteRange::length).sum();
    reads.clear();
    return sum;
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
    reads.add(new ByteRange(position, target.remaining()));
    target.put(bytes, Math.toIntExact(position), target.remaining());
  }

  @Override
  public void checkUnchanged() {}

  @Override
  public void close() {
    isClosed = true;
  }
}
