package dev.lamina.weights.onnx;

/**
 * Consecutive bytes of a file.
 *
 * @param position the first
 * @param length how many
 */
record ByteRange(long position, long length) {

  long end() {
    return position + length;
  }
}
