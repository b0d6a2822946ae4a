package dev.lamina.backends.blas;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Memory of JavaCPP for the X and the Z of one call; it grows to the largest call so far. */
final class JavaCppScratch implements ScratchPool.Scratch {

  /** The index of scratch memory that is in no pool. */
  static final int NO_PLACE = -1;

  private final int place;
  private Matrix x = new Matrix(0);
  private Matrix z = new Matrix(0);

  JavaCppScratch(int place) {
    this.place = place;
  }

  @Override
  public int place() {
    return place;
  }

  Matrix x(int floats) {
    if (x.size() < floats) {
      x.free();
      x = new Matrix(floats);
    }
    return x;
  }

  Matrix z(int floats) {
    if (z.size() < floats) {
      z.free();
      z = new Matrix(floats);
    }
    return z;
  }

  void free() {
    x.free();
    z.free();
  }

  /** A matrix off the heap, as JavaCPP and as Java see it. */
  static final class Matrix {

    private final FloatPointer memory;
    private final long start;
    private final FloatBuffer buffer;

    private Matrix(int floats) {
      memory = JavaCppLibrary.allocate(floats);
      start = memory.position();
      buffer = memory.limit(start + floats).asBuffer();
    }

    int size() {
      return buffer.capacity();
    }

    /** As Java copies to and from it. */
    FloatBuffer buffer() {
      return buffer;
    }

    /** As the library takes it, from some element on. */
    FloatPointer from(int index) {
      return memory.position(start + index);
    }

    private void free() {
      memory.close();
    }
  }
}
