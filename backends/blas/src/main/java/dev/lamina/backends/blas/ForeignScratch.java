package dev.lamina.backends.blas;

import java.nio.FloatBuffer;

/** Memory off the heap for the X and the Z of a few rows; it grows to the largest call so far. */
final class ForeignScratch implements ScratchPool.Scratch {

  /** The index of scratch memory that is in no pool. */
  static final int NO_PLACE = -1;

  /** A cache line: x and z begin on one. */
  private static final int LINE_FLOATS = 16;

  private final int place;
  private FloatBuffer buffer;
  private long address;

  ForeignScratch(int place) {
    this.place = place;
    buffer = FloatBuffer.allocate(0);
  }

  @Override
  public int place() {
    return place;
  }

  /** Where z begins behind so many floats of x. */
  static int zStart(int xFloats) {
    return (xFloats + LINE_FLOATS - 1) / LINE_FLOATS * LINE_FLOATS;
  }

  /** Grows to so many floats; what was in it is lost. */
  void reserve(int floats) {
    if (buffer.capacity() < floats) {
      // The buffer keeps the memory.
      Object segment = ForeignFunctions.allocate(floats);
      address = ForeignFunctions.address(segment);
      buffer = ForeignFunctions.buffer(segment);
    }
  }

  FloatBuffer buffer() {
    return buffer;
  }

  long address() {
    return address;
  }
}
