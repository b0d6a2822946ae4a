package dev.lamina.benchmarks;

import dev.lamina.Network;
import dev.lamina.Options;
import dev.lamina.Parameters;
import dev.lamina.runtime.Backends;
import dev.lamina.spi.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What a layer normalisation of 1024 columns costs in {@link Recsys}: the three networks take turns of some
 * milliseconds in one JVM, and the median of the ratios of neighbouring turns is printed, which a busy
 * machine changes little.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector -cp benchmarks/target/benchmarks.jar \
 *     dev.lamina.benchmarks.NormalizationCost simd 64 200
 * }</pre>
 */
public final class NormalizationCost {

  private static final long TURN_NANOSECONDS = 20_000_000;
  private static final int WARMING_ROUNDS = 40;

  private NormalizationCost() {}

  /**
   * Runs.
   *
   * @param args the name of the backend, the rows of a call and the number of rounds
   */
  public static void main(String[] args) {
    Backend backend = Backends.named(args[0]);
    int rows = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    Options options = Options.defaults();
    List<Network> networks = List.of(
        new RecsysNetwork(Parameters.random(RecsysNetwork.SPEC, 1), backend, options),
        new RecsysNormalizedNetwork(
            Parameters.random(RecsysNormalizedNetwork.SPEC, 1), backend, options),
        new RecsysNormalizedInputNetwork(
            Parameters.random(RecsysNormalizedInputNetwork.SPEC, 1), backend, options));
    float[] x = new float[rows * RecsysNetwork.SPEC.inputSize()];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    float[] y = new float[rows];
    List<double[]> times = new ArrayList<>();
    for (int round = -WARMING_ROUNDS; round < rounds; round++) {
      double[] time = new double[networks.size()];
      for (int i = 0; i < time.length; i++) {
        time[i] = nanoseconds(networks.get(i), x, rows, y);
      }
      if (round >= 0) {
        times.add(time);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s, batch %d: %.0f us; with normalization = LAYER %+.1f %%, with inputNormalization = LAYER"
            + " %+.1f %% (medians of %d rounds)%n",
        args[0],
        rows,
        median(times.stream().mapToDouble(time -> time[0]).toArray()) / 1000,
        100 * median(times.stream().mapToDouble(time -> time[1] / time[0] - 1).toArray()),
        100 * median(times.stream().mapToDouble(time -> time[2] / time[0] - 1).toArray()),
        rounds);
  }

  /** The shortest call of a turn: what else runs on the machine only ever makes one longer. */
  private static double nanoseconds(Network network, float[] x, int rows, float[] y) {
    long begin = System.nanoTime();
    long last = begin;
    long shortest = Long.MAX_VALUE;
    while (last - begin < TURN_NANOSECONDS) {
      network.forward(x, rows, y);
      long now = System.nanoTime();
      shortest = Math.min(shortest, now - last);
      last = now;
    }
    return shortest;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
