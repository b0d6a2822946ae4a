package dev.lamina.weights.file;

/**
 * Transposes a matrix while it is read: a block of it is collected row by row, then written column by
 * column. What is returned is the only copy of the whole matrix; a block takes 5 MiB at most.
 */
public final class Transposition {

  /** Rows of a block: as much of a row of the transpose, a kilobyte, is written at once. */
  private static final int HEIGHT = 256;

  /**
   * Columns of a block, at most, if it may be narrower than the matrix. As much of a row, 20 KiB, takes
   * longer to read than to find.
   */
  private static final int WIDTH = 5120;

  /** The floats of a cache line. */
  private static final int LINE = 16;

  /** Columns that are written together: two cache lines, since processors fetch them in pairs. */
  private static final int STRIP = 2 * LINE;

  /** Rows of which a strip stays in the first-level cache until its columns are written. */
  private static final int GROUP = 64;

  private static final int MAX_BLOCK = HEIGHT * stride(WIDTH);

  private final int rows;
  private final int columns;
  private final float[] transpose;

  private Transposition(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.transpose = new float[Math.multiplyExact(rows, columns)];
  }

  /** Gives the elements of the matrix. */
  @FunctionalInterface
  public interface Source {

    /**
     * Reads consecutive elements of a row.
     *
     * @param row the row
     * @param column the column of the first
     * @param target receives the elements
     * @param offset where in target the first one goes
     * @param count how many
     */
    void read(int row, int column, float[] target, int offset, int count);
  }

  /** Whether it takes longer to transpose so wide a matrix in order. */
  static boolean isWide(int columns) {
    return columns > WIDTH;
  }

  /**
   * The transpose of a matrix that is read row by row.
   *
   * @param rows the rows of the matrix, positive
   * @param columns its columns, positive
   * @param source is asked for each element once, from the first to the last
   * @return columns × rows elements, row-major
   */
  public static float[] inOrder(int rows, int columns, Source source) {
    int width = Math.min(columns, MAX_BLOCK - LINE);
    // Where a row has to be cut, all of it comes before the next one.
    int height = width < columns ? 1 : Math.min(HEIGHT, MAX_BLOCK / stride(width));
    return new Transposition(rows, columns).read(height, width, source);
  }

  /**
   * The transpose of a matrix of which any part can be read at any time.
   *
   * @param rows the rows of the matrix, positive
   * @param columns its columns, positive
   * @param source is asked for each element once, for those of a row not at once
   * @return columns × rows elements, row-major
   */
  static float[] inBlocks(int rows, int columns, Source source) {
    int width = divideUp(columns, divideUp(columns, WIDTH));
    return new Transposition(rows, columns).read(HEIGHT, width, source);
  }

  private float[] read(int maxHeight, int maxWidth, Source source) {
    int stride = stride(maxWidth);
    float[] block = new float[Math.min(maxHeight, rows) * stride];
    for (int row = 0; row < rows; row += Math.min(maxHeight, rows - row)) {
      int height = Math.min(maxHeight, rows - row);
      for (int column = 0; column < columns; column += Math.min(maxWidth, columns - column)) {
        int width = Math.min(maxWidth, columns - column);
        for (int r = 0; r < height; r++) {
          source.read(row + r, column, block, r * stride, width);
        }
        for (int c = 0; c < width; c += STRIP) {
          int target = (column + c) * rows + row;
          writeStrip(block, c, stride, target, height, Math.min(STRIP, width - c));
        }
      }
    }
    return transpose;
  }

  /** Makes some columns of a block, from a column on, parts of rows of the transpose. */
  private void writeStrip(float[] block, int from, int stride, int to, int height, int width) {
    transpose[to] = fetch(to, height, width);
    for (int r = 0; r < height; r += GROUP) {
      int count = Math.min(GROUP, height - r);
      for (int c = 0; c < width; c++) {
        writeColumn(block, from + c + r * stride, stride, transpose, to + c * rows + r, count);
      }
    }
  }

  /**
   * Has everything that is written next brought into the cache: a processor waits for many reads at the
   * same time, but for few writes. The sum, which is overwritten, keeps HotSpot from leaving the reads out.
   */
  private float fetch(int to, int height, int width) {
    float sum = 0;
    for (int c = 0; c < width; c++) {
      int row = to + c * rows;
      for (int r = 0; r < height; r += LINE) {
        sum += transpose[row + r];
      }
      sum += transpose[row + height - 1];
    }
    return sum;
  }

  private static void writeColumn(
      float[] block, int from, int stride, float[] target, int to, int count) {
    int next = from;
    int r = 0;
    // By hand, since HotSpot does not unroll it.
    for (; r <= count - 8; r += 8) {
      target[to + r] = block[next];
      target[to + r + 1] = block[next + stride];
      target[to + r + 2] = block[next + 2 * stride];
      target[to + r + 3] = block[next + 3 * stride];
      target[to + r + 4] = block[next + 4 * stride];
      target[to + r + 5] = block[next + 5 * stride];
      target[to + r + 6] = block[next + 6 * stride];
      target[to + r + 7] = block[next + 7 * stride];
      next += 8 * stride;
    }
    for (; r < count; r++) {
      target[to + r] = block[next];
      next += stride;
    }
  }

  /**
   * The distance of two rows in a block, an odd number of cache lines: if it were a power of two, a column
   * would fall into a few sets of the cache.
   */
  private static int stride(int width) {
    return (divideUp(width, LINE) | 1) * LINE;
  }

  private static int divideUp(int a, int b) {
    return (a - 1) / b + 1;
  }
}
