package dev.lamina.weights.file;

import dev.lamina.LaminaException;
import java.nio.ByteBuffer;

/**
 * Reads the elements of one stored tensor from the first to the last, in pieces that fit a small buffer.
 * What it returns is the only copy of the whole tensor.
 */
public final class TensorReader {

  /** How many elements are read at once: 64 KiB of floats, which stay in a processor's own cache. */
  private static final int PIECE = 1 << 14;

  /** How many elements are worth a buffer outside of the heap. */
  private static final int DIRECT = 1 << 18;

  /**
   * Rows of a tile, and columns of a panel: a transpose is written four cache lines at a time, and what
   * is read for it stays in the first-level cache.
   */
  private static final int TILE = 64;

  /** Rows of a panel that are a power of two apart would fall into the same few sets of the cache. */
  private static final int STRIDE = TILE + 16;

  /** The elements of a panel. A tile is panels, one after the other. */
  private static final int PANEL = TILE * STRIDE;

  /** What a tile may take, whatever the width: 5 MiB. */
  private static final int MAX_TILE = 1 << 20;

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
   * Reads the elements row-major, whatever the order in which the file has them.
   *
   * @return the elements of a tensor of at most two dimensions
   * @throws LaminaException if they cannot be read
   */
  public float[] readRowMajor() {
    return tensor.order() == StorageOrder.COLUMN_MAJOR && tensor.isMatrix()
        ? readTransposed()
        : read();
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
    int height = Math.min(rows, Math.min(TILE, MAX_TILE / width));
    float[] tile = new float[(width + TILE - 1) / TILE * PANEL];
    float[] piece = new float[Math.min(PIECE, height * width)];
    float[] transpose = new float[Math.multiplyExact(rows, columns)];
    try (Elements elements = new Elements()) {
      for (int row = 0; row < rows; row += Math.min(height, rows - row)) {
        int tileRows = Math.min(height, rows - row);
        // More than one step only if a tile is a part of one row.
        for (int column = 0; column < columns; column += Math.min(width, columns - column)) {
          int tileColumns = Math.min(width, columns - column);
          elements.nextTile(tile, tileRows, tileColumns, piece);
          for (int c = 0; c < tileColumns; c++) {
            int from = c / TILE * PANEL + c % TILE;
            transpose(tile, from, transpose, (column + c) * rows + row, tileRows);
          }
        }
      }
      elements.finish();
    }
    return transpose;
  }

  /** Makes a column of a tile a part of a row of the transpose. */
  private static void transpose(float[] tile, int from, float[] target, int to, int height) {
    int r = 0;
    // By hand, since HotSpot does not unroll it.
    for (; r <= height - 4; r += 4) {
      target[to + r] = tile[from + r * STRIDE];
      target[to + r + 1] = tile[from + (r + 1) * STRIDE];
      target[to + r + 2] = tile[from + (r + 2) * STRIDE];
      target[to + r + 3] = tile[from + (r + 3) * STRIDE];
    }
    for (; r < height; r++) {
      target[to + r] = tile[from + r * STRIDE];
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
      int length = (int) Math.min(PIECE, count) * format.bytes();
      // Outside of the heap the system can write into it, but making it takes longer.
      buffer = (count < DIRECT ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length))
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

    /** Takes the next rows into panels; {@code piece} is where they come from, many at once. */
    void nextTile(float[] tile, int rows, int columns, float[] piece) {
      int row = 0;
      int column = 0;
      for (int rest = rows * columns; rest > 0; ) {
        int length = Math.min(rest, piece.length);
        next(piece, 0, length);
        rest -= length;
        for (int used = 0; used < length; ) {
          int count = Math.min(Math.min(TILE - column % TILE, columns - column), length - used);
          int to = column / TILE * PANEL + row * STRIDE + column % TILE;
          System.arraycopy(piece, used, tile, to, count);
          used += count;
          column += count;
          if (column == columns) {
            column = 0;
            row++;
          }
        }
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
