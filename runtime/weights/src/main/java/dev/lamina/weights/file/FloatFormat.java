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
          target[offset + i] = float16(buffer.getShort(buffer.position() + 2 * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          target[offset + i] = bfloat16(buffer.getShort(buffer.position() + 2 * i));
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

  /**
   * The value of an IEEE 754 binary16, exactly. Java's own method for it came with version 20.
   *
   * @param bits its bits
   * @return the same value
   */
  public static float float16(short bits) {
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

  /**
   * The value of a bfloat16, exactly.
   *
   * @param bits the upper half of a float's bits
   * @return the float
   */
  public static float bfloat16(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }
}
