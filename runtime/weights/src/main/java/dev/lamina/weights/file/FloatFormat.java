package dev.lamina.weights.file;

import java.nio.ByteBuffer;

/** The representations of floating point numbers that weights are read from. */
public enum FloatFormat {
  /** IEEE 754 binary16. Every value is a float too. */
  F16(2),
  /** The upper half of a float. */
  BF16(2),
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary64; rounded to the nearest float. */
  F64(8);

  private final int bytes;

  FloatFormat(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The size of one element.
   *
   * @return how many bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Takes the next elements out of a buffer, whose byte order is theirs, and looks at each of them.
   *
   * @param index the position of the first within its tensor
   */
  void decode(
      ByteBuffer buffer, float[] target, int offset, int count, long index, ValueScan scan) {
    switch (this) {
      case F32 -> buffer.asFloatBuffer().get(target, offset, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = widen(buffer.getShort(buffer.position() + 2 * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] =
              Float.intBitsToFloat(buffer.getShort(buffer.position() + 2 * i) << Short.SIZE);
        }
      }
      case F64 -> {
        for (int i = 0; i < count; i++) {
          double element = buffer.getDouble(buffer.position() + 8 * i);
          target[offset + i] = (float) element;
          if (!Float.isFinite(target[offset + i])) {
            scan.add(index + i, element);
          }
        }
      }
    }
    buffer.position(buffer.position() + count * bytes);
    if (this != F64) {
      scan.look(target, offset, count, index);
    }
  }

  /** Exact. Java's own method for it came with version 20. */
  static float widen(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int mantissa = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    // The bias is 15 in 16 bits and 127 in 32; the highest exponent is infinity and NaN in both.
    int widened = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | widened << 23 | mantissa << 13);
  }
}
