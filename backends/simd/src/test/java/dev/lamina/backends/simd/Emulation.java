package dev.lamina.backends.simd;

/** Whether vectors are wider than the processor has them, so that each is an object. */
final class Emulation {

  private Emulation() {}

  static boolean isOn() {
    return VectorWidth.FLOATS.vectorBitSize() > VectorWidth.preferredBits();
  }
}
