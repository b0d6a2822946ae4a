package dev.lamina.weights.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloatFormatTest {

  /** All there are, by the definition of the format. */
  @Test
  void everyHalfFloatIsWidenedExactly() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      int exponent = bits >> 10 & 0x1f;
      int mantissa = bits & 0x3ff;
      double magnitude =
          exponent == 0 ? Math.scalb(mantissa, -24) : Math.scalb(1024 + mantissa, exponent - 25);
      float widened = decode(FloatFormat.F16, bits);
      if (exponent == 0x1f) {
        assertEquals(mantissa != 0, Float.isNaN(widened));
        assertEquals(mantissa == 0, Float.isInfinite(widened));
      } else {
        assertEquals(magnitude, Math.abs((double) widened), Integer.toHexString(bits));
      }
      if (!Float.isNaN(widened)) {
        assertEquals(bits >> 15 != 0, Math.copySign(1, widened) < 0, Integer.toHexString(bits));
      }
    }
  }

  @Test
  void everyBrainFloatIsTheUpperHalfOfAFloat() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      assertEquals(bits << 16, Float.floatToRawIntBits(decode(FloatFormat.BF16, bits)));
    }
  }

  @Test
  void doublesAreRoundedToTheNearestFloat() {
    ByteBuffer buffer = ByteBuffer.allocate(24).order(ByteOrder.BIG_ENDIAN);
    buffer.putDouble(0, 0.1).putDouble(8, 1e-300).putDouble(16, -1 - 0x1p-25);
    float[] elements = new float[3];
    ValueScan scan = scan(FloatFormat.F64);

    FloatFormat.F64.decode(buffer, elements, 0, 3, 0, scan);

    assertEquals(List.of(0.1f, 0f, -1f), List.of(elements[0], elements[1], elements[2]));
    assertTrue(scan.overflow().isEmpty() && scan.nonFinite().isEmpty());
  }

  private static float decode(FloatFormat format, int bits) {
    ByteBuffer buffer = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(0, (short) bits);
    float[] element = new float[1];
    format.decode(buffer, element, 0, 1, 0, scan(format));
    return element[0];
  }

  private static ValueScan scan(FloatFormat format) {
    return new ValueScan(new StoredTensor(
        "a",
        StoredType.readable(format.name(), format, ByteOrder.LITTLE_ENDIAN),
        List.of(3L),
        StorageOrder.ROW_MAJOR,
        () -> {
          throw new AssertionError("nothing is read");
        }));
  }
}
