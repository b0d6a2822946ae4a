package dev.lamina.weights.file;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;

/**
 * Reads the elements of one stored tensor from the first to the last, in pieces that fit a small buffer.
 * What it returns is the only copy of the whole tensor.
 */
public final class TensorReader {

  /** How many elements are read at once: 256 KiB of floats, which stay in a processor's own cache. */
  private static final int PIECE = 1 << 16;

  /** A row of a transpose is written so many elements at a time, which are four cache lines. */
  private static final int TILE_ROWS = 64;

  /** What a tile of so many rows may take, whatever the width: 4 MiB. */
  private static final int MAX_TILE = 1 << 20;

  /** Rows of a tile that are a power of two apart would fall into the same few sets of the cache. */
  private static final int PADDING = 16;

  private final StoredTensor tensor;
  private final FloatFormat format;
  private final ValueScan scan;

  /**
   * A reader of one tensor.
   *
   * @param tensor the tensor, of a type that can be read
   * @param scan sees every element
   */
  public TensorReader(StoredTensor tensor, ValueScan scan) {
    this.tensor = tensor;
    this.format = tensor.type().format().orElseThrow();
    this.scan = scan;
  }

  /**
   * Reads the elements in the order in which the file has them.
   *
   * @return the elements
   * @throws LaminaException if they cannot be read
   */
  public float[] read() {
    try (Elements elements = new Elements()) {
      float[] all = new float[Math.toIntExact(elements.left)];
      elements.next(all, 0, all.length);
      elements.finish();
      return all;
    }
  }

  /**
   * Reads a matrix the other way round: what the file has as rows become columns.
   *
   * @return the elements of the transpose, row-major
   * @throws LaminaException if they cannot be read
   */
  public float[] readTransposed() {
    int rows = Math.toIntExact(tensor.dimensionsInMemory().get(0));
    int columns = Math.toIntExact(tensor.dimensionsInMemory().get(1));
    if (rows <= 1 || columns <= 1) {
      return read();
    }
    int width = Math.min(columns, MAX_TILE);
    int height = Math.min(rows, Math.max(PIECE / width, Math.min(TILE_ROWS, MAX_TILE / width)));
    int stride = width + PADDING;
    float[] tile = new float[height * stride];
    float[] transpose = new float[Math.multiplyExact(rows, columns)];
    try (Elements elements = new Elements()) {
      for (int row = 0; row < rows; row += Math.min(height, rows - row)) {
        int tileRows = Math.min(height, rows - row);
        // More than one step only if a tile is a part of one row.
        for (int column = 0; column < columns; column += Math.min(width, columns - column)) {
          int tileColumns = Math.min(width, columns - column);
          for (int r = 0; r < tileRows; r++) {
            elements.next(tile, r * stride, tileColumns);
          }
          transpose(tile, stride, tileRows, tileColumns, transpose, column * rows + row, rows);
        }
      }
      elements.finish();
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

  /**
   * Looks at all elements without keeping them.
   *
   * @throws LaminaException if they cannot be read
   */
  public void scan() {
    try (Elements elements = new Elements()) {
      float[] piece = new float[(int) Math.min(PIECE, elements.left)];
      while (elements.left > 0) {
        elements.next(piece, 0, (int) Math.min(piece.length, elements.left));
      }
      elements.finish();
    }
  }

  /** The elements as they come, a buffer full at a time. */
  private final class Elements implements AutoCloseable {

    private final StoredBytes.Reader reader = tensor.bytes().open();
    private final ByteBuffer buffer;
    private final long count;
    private long left;

    Elements() {
      count = tensor.dimensions().stream().reduce(1L, Math::multiplyExact);
      left = count;
      buffer = ByteBuffer.allocate((int) Math.min(PIECE, count) * format.bytes())
          .order(tensor.type().byteOrder())
          .limit(0);
    }

    /** Takes the next elements, of which so many are left. */
    void next(float[] target, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (!buffer.hasRemaining()) {
          buffer.clear().limit((int) Math.min(buffer.capacity(), left * format.bytes()));
          reader.read(buffer);
          buffer.flip();
        }
        int here = Math.min(length - done, buffer.remaining() / format.bytes());
        format.decode(buffer, target, offset + done, here, count - left, scan);
        left -= here;
        done += here;
      }
    }

    void finish() {
      reader.finish();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
