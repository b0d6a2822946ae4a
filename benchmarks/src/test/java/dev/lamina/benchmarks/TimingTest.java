package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TimingTest {

  private static final List<EngineKind> ENGINES =
      List.of(EngineKind.LAMINA_SIMD, EngineKind.ONEDNN, EngineKind.OPENBLAS, EngineKind.NAIVE);

  // 2·(16·32 + 32·16 + 16·4) = 2,176 operations a row; the third round was disturbed.
  static Timing timing(int batch) {
    return new Timing(
        Model.TINY,
        batch,
        new double[] {100, 80, 50},
        new double[] {20, 10, 5},
        Optional.of(new double[] {1.9, 2, 1.5}),
        Map.of(
            EngineKind.LAMINA_SIMD, new double[] {2000, 2000, 6000},
            EngineKind.ONEDNN, new double[] {4000, 4400, 9000},
            EngineKind.OPENBLAS, new double[] {3000, 5000, 5000},
            EngineKind.NAIVE, new double[] {1000, 1000, 1000}));
  }

  @Test
  void theMiddleOfTheRoundsCounts() {
    assertEquals(4400, timing(10).time(EngineKind.ONEDNN));
    assertEquals(new Rounds(1, 1.5, 2), Rounds.of(new double[] {2, 1}));
  }

  @Test
  void theBestPeerHasTheLeastMedianAndIsNoFloor() {
    assertEquals(Optional.of(EngineKind.ONEDNN), timing(10).bestPeer());
  }

  @Test
  void ratiosAreTakenWithinARound() {
    assertEquals(
        new Rounds(1.5, 2, 2.2), timing(10).ratio(EngineKind.LAMINA_SIMD, EngineKind.ONEDNN));
  }

  @Test
  void manyRowsAreBoundByThePeak() {
    Rounds share = timing(10).share(EngineKind.LAMINA_SIMD);
    assertEquals(80, timing(10).limit());
    assertEquals(21_760 / 2000.0 / 100, share.median());
    assertEquals(21_760 / 2000.0 / 80, share.largest());
    assertEquals(21_760 / 6000.0 / 50, share.smallest());
  }

  @Test
  void oneRowIsBoundByTheBandwidth() {
    assertEquals(10, timing(1).limit());
    assertEquals(4352 / 6000.0 / 5, timing(1).share(EngineKind.LAMINA_SIMD).median());
  }

  @Test
  void ratesComeFromTheTimesOfTheLimits() {
    Map<Turn, double[]> measured = new LinkedHashMap<>();
    measured.put(Limit.FMA_PEAK, new double[] {FmaPeak.operations()});
    measured.put(Limit.READ_BANDWIDTH, new double[] {ReadBandwidth.bytesOfCall(4352) / 7.0});
    measured.put(Limit.FMA_PEAK_2, new double[] {FmaPeak.LONG * (double) FmaPeak.operations() * 2});
    measured.put(EngineKind.NAIVE, new double[] {5});
    Timing timing = Timing.of(Model.TINY, 8, measured);
    assertEquals(1, timing.peak()[0]);
    assertEquals(7, timing.bandwidth()[0], 1e-12);
    assertEquals(1, timing.scaling().orElseThrow()[0], "the second thread brought nothing");
    assertTrue(timing.has(EngineKind.NAIVE));
  }

  @Test
  void aRowStandsUnderTheHead() {
    for (int threads : new int[] {1, 2}) {
      ResultTable text = new ResultTable(false, ENGINES, threads);
      assertEquals(text.head().length(), text.row(timing(10)).length());
    }
    assertEquals(
        "| tiny | 10 | 80 GFLOP/s | 2.00 us | 11 | 4.40 us | 5.00 us | 1.00 us | onednn | 5"
            + " | 2.00 (1.50-2.20) |",
        new ResultTable(true, ENGINES, 1).row(timing(10)));
  }

  @Test
  void anEngineThatTookNoPartLeavesItsCellEmpty() {
    ResultTable table =
        new ResultTable(true, List.of(EngineKind.LAMINA_JAVA, EngineKind.ONEDNN), 1);
    assertEquals(
        "| tiny | 1 | 10 GB/s | - | - | 4.40 us | onednn | 10 | - |", table.row(timing(1)));
  }
}
