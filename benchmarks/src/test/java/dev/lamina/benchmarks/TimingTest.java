package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class TimingTest {

  // 2·(16·32 + 32·16 + 16·4) = 2,176 operations a row; the third round was disturbed.
  private static final Timing TIMING =
      timing(10, new double[] {4000, 4400, 9000}, new double[] {2000, 2000, 6000});

  @Test
  void theMiddleOfTheRoundsCounts() {
    assertEquals(4400, TIMING.nanoseconds(EngineKind.NAIVE));
    assertEquals(2000, TIMING.nanoseconds(EngineKind.LAMINA_JAVA));
    assertEquals(21_760 / 2000.0, TIMING.gigaflops(EngineKind.LAMINA_JAVA));
  }

  @Test
  void ratiosAreTakenWithinARound() {
    assertEquals(2.0, TIMING.speedup(EngineKind.LAMINA_JAVA));
    assertEquals(1.5, TIMING.smallestSpeedup(EngineKind.LAMINA_JAVA));
    assertEquals(2.2, TIMING.largestSpeedup(EngineKind.LAMINA_JAVA), 1e-12);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    Timing even = timing(1, new double[] {2, 1}, new double[] {1, 1});
    assertEquals(1.5, even.nanoseconds(EngineKind.NAIVE));
  }

  private static Timing timing(int batch, double[] naive, double[] java) {
    return new Timing(
        Model.TINY, batch, Map.of(EngineKind.NAIVE, naive, EngineKind.LAMINA_JAVA, java));
  }

  @Test
  void aRowStandsUnderTheHead() {
    ResultTable text = new ResultTable(false);
    assertEquals(text.head().length(), text.row(TIMING).length());
    assertEquals(
        "| tiny | 10 | 4.40 us | 2.00 us | 4.9 | 10.9 | 2.00 | 1.50-2.20 |",
        new ResultTable(true).row(TIMING));
  }
}
