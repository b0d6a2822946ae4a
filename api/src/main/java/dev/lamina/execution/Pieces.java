package dev.lamina.execution;

/** Cuts a length into pieces of nearly equal size whose borders are multiples of a block. */
final class Pieces {

  private Pieces() {}

  /** The number of blocks, the last of which may be a smaller one. */
  static int blocks(int length, int block) {
    return ceilDiv(length, block);
  }

  static int ceilDiv(int dividend, int divisor) {
    return (dividend - 1) / divisor + 1;
  }

  /**
   * Where a piece begins, and the one before it ends.
   *
   * @param length what is cut, positive
   * @param block what borders are multiples of, positive
   * @param pieces how many pieces, positive and at most the number of blocks
   * @param piece the number of the piece, from 0; the number of pieces gives the length
   */
  static int border(int length, int block, int pieces, int piece) {
    long blocks = blocks(length, block);
    return (int) Math.min(length, blocks * piece / pieces * block);
  }

  /** The size of the largest piece, or slightly more. */
  static int largest(int length, int block, int pieces) {
    return (int) Math.min(length, (long) ceilDiv(blocks(length, block), pieces) * block);
  }
}
