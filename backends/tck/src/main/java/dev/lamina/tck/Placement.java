package dev.lamina.tck;

import java.util.SplittableRandom;

/**
 * Where X and A lie in their arrays.
 *
 * @param xOffset elements before X
 * @param xGap elements between the end of a row of X and the next row: ldx − in
 * @param xTail elements behind X's last row
 * @param yOffset elements before A
 * @param yGap elements between the end of a row of A and the next row: ldy − out
 * @param yTail elements behind A's last row
 */
record Placement(int xOffset, int xGap, int xTail, int yOffset, int yGap, int yTail) {

  /** Arrays that hold nothing else: a read or write outside the matrix is outside its array. */
  static final Placement TIGHT = new Placement(0, 0, 0, 0, 0, 0);

  /** Odd numbers everywhere: nothing is aligned, and there is room for mistakes. */
  static final Placement LOOSE = new Placement(5, 19, 37, 3, 21, 41);

  /** Matrices without gaps that begin somewhere. */
  static Placement at(int xOffset, int yOffset) {
    return new Placement(xOffset, 0, 0, yOffset, 0, 0);
  }

  static Placement random(SplittableRandom random) {
    return new Placement(
        random.nextInt(20),
        random.nextInt(20),
        random.nextInt(3),
        random.nextInt(20),
        random.nextInt(20),
        random.nextInt(3));
  }
}
