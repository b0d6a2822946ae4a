package dev.lamina.benchmarks;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * What was measured for one network and one batch.
 *
 * @param model the network
 * @param batch the number of rows of a call
 * @param nanoseconds the time of a call in each round, for each engine
 */
record Timing(Model model, int batch, Map<EngineKind, double[]> nanoseconds) {

  /** The median time of a call. */
  double nanoseconds(EngineKind engine) {
    return median(times(engine));
  }

  /** Billions of multiplications and additions in a second, from the median time. */
  double gigaflops(EngineKind engine) {
    return (double) model.operationsPerRow() * batch / nanoseconds(engine);
  }

  /** How many times as fast as the baseline: the median of the rounds' ratios. */
  double speedup(EngineKind engine) {
    return median(speedups(engine));
  }

  /** The smallest ratio of a round. */
  double smallestSpeedup(EngineKind engine) {
    return Arrays.stream(speedups(engine)).min().orElseThrow();
  }

  /** The largest ratio of a round. */
  double largestSpeedup(EngineKind engine) {
    return Arrays.stream(speedups(engine)).max().orElseThrow();
  }

  private double[] speedups(EngineKind engine) {
    double[] baseline = times(EngineKind.BASELINE);
    double[] compared = times(engine);
    double[] ratios = new double[baseline.length];
    Arrays.setAll(ratios, round -> baseline[round] / compared[round]);
    return ratios;
  }

  private double[] times(EngineKind engine) {
    return Objects.requireNonNull(nanoseconds.get(engine));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
