package dev.lamina.weights;

import dev.lamina.weights.onnx.ModelBytes;
import java.nio.ByteBuffer;

/** The bytes of a weight file as the ONNX reader takes them. */
record OnnxBytes(ByteSource source) implements ModelBytes {

  @Override
  public String description() {
    return source.description();
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public void read(long position, ByteBuffer target) {
    source.read(position, target);
  }

  @Override
  public void checkUnchanged() {
    source.checkUnchanged();
  }

  @Override
  public void close() {
    source.close();
  }
}
