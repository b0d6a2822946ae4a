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
      float[] all = new float[Math.toIntExact(elements.end)];
      elements.take(all, 0, all.length);
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
    try (Elements elements = new Elements()) {
      float[] transpose = tensor.bytes() instanceof FileRange range && Transposition.isWide(columns)
          ? Transposition.inBlocks(rows, columns, (row, column, target, offset, count) -> {
            elements.goTo(range, (long) row * columns + column, count);
            elements.take(target, offset, count);
          })
          : Transposition.inOrder(
              rows,
              columns,
              (row, column, target, offset, count) -> elements.take(target, offset, count));
      elements.finish();
      return transpose;
    }
  }

  /**
   * Looks at all elements without keeping them.
   *
   * @throws LaminaException if they cannot be read
   */
  public void scan() {
    try (Elements elements = new Elements()) {
      float[] piece = new float[(int) Math.min(PIECE, elements.end)];
      while (elements.next < elements.end) {
        elements.take(piece, 0, (int) Math.min(piece.length, elements.end - elements.next));
      }
      elements.finish();
    }
  }

  /** The elements as they come, a buffer full at a time. */
  private final class Elements implements AutoCloseable {

    private StoredBytes.Reader reader = tensor.bytes().open();
    private final ByteBuffer buffer;

    /** The position of the next element within the tensor. */
    private long next;

    /** The position behind the last one that may be read. */
    private long end;

    Elements() {
      end = tensor.dimensions().stream().reduce(1L, Math::multiplyExact);
      int length = (int) Math.min(PIECE, end) * format.bytes();
      // Outside of the heap the system can write into it, but making it takes longer.
      buffer = (end < DIRECT ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length))
          .order(tensor.type().byteOrder())
          .limit(0);
    }

    /** Goes to a position, behind which only so many elements are needed. */
    void goTo(FileRange range, long position, int count) {
      reader = range.from(position * format.bytes()).open();
      buffer.limit(0);
      next = position;
      end = position + count;
    }

    /** Takes the next elements, of which so many are left. */
    void take(float[] target, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (!buffer.hasRemaining()) {
          buffer.clear().limit((int) Math.min(buffer.capacity(), (end - next) * format.bytes()));
          reader.read(buffer);
          buffer.flip();
        }
        int here = Math.min(length - done, buffer.remaining() / format.bytes());
        format.decode(buffer, target, offset + done, here, next, scan);
        next += here;
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
