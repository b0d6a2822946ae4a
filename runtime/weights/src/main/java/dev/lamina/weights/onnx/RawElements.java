package dev.lamina.weights.onnx;

import dev.lamina.weights.file.ByteSource;
import dev.lamina.weights.file.FloatFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Elements side by side in a file, little-endian. */
final class RawElements implements ElementReader {

  private static final int BUFFER = 1 << 16;

  private final ByteSource file;
  private final OnnxType type;
  private final ByteBuffer buffer;
  private final float[] floats;
  private final long end;
  private long position;

  RawElements(ByteSource file, OnnxType type, ByteRange range) {
    this.file = file;
    this.type = type;
    this.position = range.position();
    this.end = range.end();
    int size = (int) Math.min(BUFFER, Math.max(range.length(), 1));
    this.buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).flip();
    this.floats = new float[type == OnnxType.FLOAT ? size / Float.BYTES : 0];
  }

  @Override
  public void read(double[] target, int offset, int count) {
    int done = 0;
    while (done < count) {
      if (!buffer.hasRemaining()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
        position += buffer.limit();
        file.read(position - buffer.limit(), buffer);
        buffer.flip();
      }
      int n = Math.min(count - done, buffer.remaining() / type.bytes());
      decode(target, offset + done, n);
      done += n;
    }
  }

  private void decode(double[] target, int from, int count) {
    int to = from + count;
    switch (type) {
      case FLOAT -> {
        buffer.asFloatBuffer().get(floats, 0, count);
        for (int i = 0; i < count; i++) {
          target[from + i] = floats[i];
        }
        buffer.position(buffer.position() + count * Float.BYTES);
      }
      case DOUBLE -> {
        for (int i = from; i < to; i++) {
          target[i] = buffer.getDouble();
        }
      }
      case FLOAT16 -> {
        for (int i = from; i < to; i++) {
          target[i] = FloatFormat.float16(buffer.getShort());
        }
      }
      case BFLOAT16 -> {
        for (int i = from; i < to; i++) {
          target[i] = FloatFormat.bfloat16(buffer.getShort());
        }
      }
      case INT32 -> {
        for (int i = from; i < to; i++) {
          target[i] = buffer.getInt();
        }
      }
      case INT64 -> {
        for (int i = from; i < to; i++) {
          target[i] = buffer.getLong();
        }
      }
      case BOOL -> {
        for (int i = from; i < to; i++) {
          target[i] = buffer.get() == 0 ? 0 : 1;
        }
      }
      default -> throw new IllegalStateException("not to be read: " + type);
    }
  }
}
