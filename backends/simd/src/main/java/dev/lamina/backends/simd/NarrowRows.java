package dev.lamina.backends.simd;

/** Moves rows that are narrower than a vector. */
final class NarrowRows {

  private NarrowRows() {}

  /** Copies a few values, for which System.arraycopy would take longer. */
  static void copy(float[] source, int from, float[] target, int to, int count) {
    for (int j = 0; j < count; j++) {
      target[to + j] = source[from + j];
    }
  }
}
