package dev.lamina.benchmarks;

import java.util.List;

/**
 * Chooses between the ways in which a library can compute the same thing, as its most careful user
 * would: by trying them with the very sizes.
 */
final class Fastest {

  private static final long TRIAL_NANOS = 50_000_000;
  private static final int TRIALS = 3;

  private Fastest() {}

  /** The one whose best trial took the least time; a trial is some calls in a row. */
  static Inference of(List<Inference> candidates) {
    Inference fastest = candidates.get(0);
    if (candidates.size() == 1) {
      return fastest;
    }
    double least = Double.POSITIVE_INFINITY;
    for (Inference candidate : candidates) {
      candidate.run(); // a first call sets up much
      for (int trial = 0; trial < TRIALS; trial++) {
        double time = time(candidate);
        if (time < least) {
          least = time;
          fastest = candidate;
        }
      }
    }
    return fastest;
  }

  private static double time(Inference candidate) {
    long start = System.nanoTime();
    long elapsed;
    int calls = 0;
    do {
      candidate.run();
      calls++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < TRIAL_NANOS);
    return (double) elapsed / calls;
  }
}
