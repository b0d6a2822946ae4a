package dev.lamina.benchmarks;

import java.util.Arrays;

/**
 * A quantity that was measured several times.
 *
 * @param smallest of the rounds
 * @param median of the rounds
 * @param largest of the rounds
 */
record Rounds(double smallest, double median, double largest) {

  static Rounds of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Rounds(sorted[0], median, sorted[sorted.length - 1]);
  }
}
