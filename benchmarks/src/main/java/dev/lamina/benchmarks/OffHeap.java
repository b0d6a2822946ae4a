package dev.lamina.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Memory that native libraries read and write where it is. */
final class OffHeap {

  /** A cache line, and a vector of the widest machines. */
  private static final int ALIGNMENT = 64;

  private OffHeap() {}

  /** So many zeros, aligned. */
  static FloatBuffer floats(int count) {
    int bytes = count * Float.BYTES;
    ByteBuffer memory = ByteBuffer.allocateDirect(bytes + ALIGNMENT);
    int start = ALIGNMENT - memory.alignmentOffset(0, ALIGNMENT);
    return memory.slice(start, bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** A copy, aligned. */
  static FloatBuffer copy(float[] values) {
    return floats(values.length).put(0, values);
  }
}
