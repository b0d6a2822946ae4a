package dev.lamina.backends.plain;

/** Cuts a range into blocks of nearly equal size. */
final class Blocks {

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
}
