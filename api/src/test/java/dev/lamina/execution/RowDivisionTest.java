package dev.lamina.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowDivisionTest {

  private static final long SEED = 42;

  private static int[] tiles(RowDivision division) {
    return IntStream.range(0, division.units())
        .map(unit -> division.firstRow(unit + 1) - division.firstRow(unit))
        .toArray();
  }

  @Test
  void manyRowsAreCutIntoFourTilesForEachThread() {
    RowDivision division = RowDivision.of(512, 2, 24, 512);
    assertEquals(8, division.units());
    assertEquals(4, division.rounds());
    assertTrue(IntStream.of(tiles(division)).limit(7).allMatch(rows -> rows % 12 == 0));
    assertEquals(72, division.tileRows());
  }

  @Test
  void fewRowsAreCutIntoOneTileForEachThread() {
    RowDivision division = RowDivision.of(30, 2, 12, 512);
    assertEquals(2, division.units());
    assertEquals(30, IntStream.of(tiles(division)).sum());
    assertTrue(division.tileRows() <= 16, division::toString);
  }

  @Test
  void tilesComeCloseToTheLargestAllowed() {
    assertEquals(8, RowDivision.of(512, 2, 64, 64).units());
    assertEquals(64, RowDivision.of(512, 2, 64, 64).tileRows());
    assertEquals(12, RowDivision.of(512, 2, 64, 48).units());
  }

  @Test
  void noTileIsLargerThanAllowedAndAllRowsAreThere() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 2_000; i++) {
      int rows = random.nextInt(1, 3_000);
      int threads = random.nextInt(2, 17);
      int mostRows = random.nextInt(1, random.nextBoolean() ? 20 : 600);
      RowDivision division = RowDivision.of(rows, threads, random.nextInt(1, 100), mostRows);
      String cut = division + " of tiles up to " + mostRows + ", seed " + SEED;
      int[] tiles = tiles(division);
      assertEquals(rows, IntStream.of(tiles).sum(), cut);
      assertTrue(IntStream.of(tiles).allMatch(tile -> tile > 0), cut);
      assertTrue(IntStream.of(tiles).allMatch(tile -> tile <= division.tileRows()), cut);
      assertTrue(division.tileRows() <= mostRows, cut);
      boolean even = division.units() % division.threads() == 0;
      assertTrue(division.threads() <= threads, cut);
      assertTrue(even || division.tileRows() <= division.block(), cut);
    }
  }
}
