package dev.lamina.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PiecesTest {

  private static final long SEED = 41;

  @Test
  void piecesFollowEachOtherAndDifferByOneBlockAtMost() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 2_000; i++) {
      int length = random.nextInt(1, 3_000);
      int block = random.nextInt(1, 70);
      int pieces = random.nextInt(1, Math.min(20, Pieces.blocks(length, block)) + 1);
      String cut = length + " in " + pieces + " pieces of blocks of " + block + ", seed " + SEED;
      int smallest = length;
      int largest = 0;
      int end = 0;
      assertEquals(0, Pieces.border(length, block, pieces, 0), cut);
      for (int piece = 0; piece < pieces; piece++) {
        int begin = end;
        end = Pieces.border(length, block, pieces, piece + 1);
        assertTrue(end > begin, cut);
        assertTrue(end % block == 0 || end == length, cut);
        // The last block may be a part of one.
        smallest = Math.min(smallest, Pieces.blocks(end - begin, block));
        largest = Math.max(largest, end - begin);
      }
      assertEquals(length, end, cut);
      assertTrue(Pieces.blocks(largest, block) - smallest <= 1, cut);
      assertTrue(largest <= Pieces.largest(length, block, pieces), cut);
    }
  }

  @Test
  void lengthsNearTheLargestArrayAreCutRight() {
    int length = Integer.MAX_VALUE - 8;
    assertEquals(length, Pieces.border(length, 12, 1_000_000, 1_000_000));
    assertEquals(length, Pieces.largest(length, 12, 1));
  }
}
