package dev.lamina.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads the elements of one stored tensor of type F32, in pieces that fit a small buffer. What it
 * returns is the only copy of the whole tensor.
 */
final class TensorReader {

  /** How many elements are read at once: 256 KiB, which stay in a processor's own cache. */
  private static final int BUFFER = 1 << 16;

  /** Wide matrices are read in tiles of so many rows, four cache lines of the transpose. */
  private static final int TILE_ROWS = 64;

  /** Rows of a tile that are a power of two apart would fall into the same few sets of the cache. */
  private static final int PADDING = 16;

  private final ByteSource file;
  private final StoredTensor tensor;
  private final NonFiniteValues.Scan scan;

  TensorReader(ByteSource file, StoredTensor tensor, NonFiniteValues.Scan scan) {
    this.file = file;
    this.tensor = tensor;
    this.scan = scan;
  }

  /** The elements in the order in which the file has them. */
  float[] read() {
    int count = 1;
    for (long dimension : tensor.dimensions()) {
      count = Math.multiplyExact(count, Math.toIntExact(dimension));
    }
    float[] elements = new float[count];
    ByteBuffer buffer = buffer(Math.min(count, BUFFER));
    int from = 0;
    while (from < count) {
      int length = Math.min(BUFFER, count - from);
      fill(buffer, from, length);
      decode(buffer, elements, from, length, from);
      from += length;
    }
    return elements;
  }

  /** The elements of the transpose of a matrix, row-major. */
  float[] readTransposed() {
    int rows = Math.toIntExact(tensor.dimensions().get(0));
    int columns = Math.toIntExact(tensor.dimensions().get(1));
    float[] transpose = new float[Math.multiplyExact(rows, columns)];
    int tileColumns = Math.min(columns, BUFFER / Math.min(rows, TILE_ROWS));
    int tileRows = Math.min(rows, BUFFER / tileColumns);
    int stride = tileColumns + Math.min(tileColumns, PADDING);
    float[] tile = new float[tileRows * stride];
    ByteBuffer buffer = buffer(tileRows * tileColumns);
    // Counted so that neither index can overflow near the longest array.
    for (int row = 0; row < rows; row += Math.min(tileRows, rows - row)) {
      int height = Math.min(tileRows, rows - row);
      for (int column = 0; column < columns; column += Math.min(tileColumns, columns - column)) {
        int width = Math.min(tileColumns, columns - column);
        if (width == columns) {
          fill(buffer, (long) row * columns, height * width);
        }
        for (int r = 0; r < height; r++) {
          long index = (long) (row + r) * columns + column;
          if (width < columns) {
            fill(buffer, index, width);
          }
          decode(buffer, tile, r * stride, width, index);
        }
        transpose(tile, stride, height, width, transpose, column * rows + row, rows);
      }
    }
    return transpose;
  }

  private static void transpose(
      float[] tile,
      int stride,
      int height,
      int width,
      float[] target,
      int offset,
      int targetStride) {
    for (int c = 0; c < width; c++) {
      for (int r = 0; r < height; r++) {
        target[offset + c * targetStride + r] = tile[r * stride + c];
      }
    }
  }

  /** Reads the bytes of consecutive elements. */
  private void fill(ByteBuffer buffer, long index, int count) {
    buffer.clear().limit(count * Float.BYTES);
    file.read(tensor.position() + index * Float.BYTES, buffer);
    buffer.flip();
  }

  /** Takes the next elements out of the buffer. */
  private void decode(ByteBuffer buffer, float[] target, int offset, int count, long index) {
    buffer.asFloatBuffer().get(target, offset, count);
    buffer.position(buffer.position() + count * Float.BYTES);
    scan.look(target, offset, count, index);
  }

  private static ByteBuffer buffer(int elements) {
    return ByteBuffer.allocate(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
