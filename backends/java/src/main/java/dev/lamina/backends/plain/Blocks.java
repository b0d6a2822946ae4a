package dev.lamina.backends.plain;

/** Sizes of blocks and arrays. */
final class Blocks {

  /** A cache line of 64 bytes. */
  private static final int LINE_FLOATS = 16;

  /** What HotSpot stores before the elements of an array: 16 bytes. */
  private static final int HEADER_FLOATS = 4;

  private Blocks() {}

  /**
   * The size of the blocks, all but the last of which are full: cutting 65 rows into blocks of at most
   * 64 gives 33 and 32, since a block of a single row would read all weights for that row alone.
   *
   * @param length what is cut, positive
   * @param most the largest block, positive
   * @return the size of a block
   */
  static int evenSize(int length, int most) {
    int blocks = (length - 1) / most + 1;
    return (length - 1) / blocks + 1;
  }

  /**
   * The length of an array for some values such that arrays allocated one behind the other begin at
   * the same place of a cache line: then a vector that is aligned in one is aligned in all.
   *
   * @param values the number of values to hold
   * @return a length of at least that number
   */
  static int alignedLength(int values) {
    int lines = (HEADER_FLOATS + values + LINE_FLOATS - 1) / LINE_FLOATS;
    return lines * LINE_FLOATS - HEADER_FLOATS;
  }
}
