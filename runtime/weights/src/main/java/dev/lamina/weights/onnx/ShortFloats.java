package dev.lamina.weights.onnx;

/** Floating-point numbers of 16 bits. */
final class ShortFloats {

  private static final int FRACTION_BITS = 10;
  private static final int MAX_EXPONENT = 31;
  private static final int BIAS = 15;

  private ShortFloats() {}

  /** The value of IEEE 754 binary16. */
  static float float16(short bits) {
    int exponent = (bits >> FRACTION_BITS) & MAX_EXPONENT;
    int fraction = bits & ((1 << FRACTION_BITS) - 1);
    float magnitude;
    if (exponent == MAX_EXPONENT) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, 1 - BIAS - FRACTION_BITS);
    } else {
      magnitude =
          Math.scalb((float) (fraction + (1 << FRACTION_BITS)), exponent - BIAS - FRACTION_BITS);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The value of the upper half of a float. */
  static float bfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
