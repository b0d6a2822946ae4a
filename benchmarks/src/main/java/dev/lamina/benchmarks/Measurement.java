package dev.lamina.benchmarks;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Starts JMH for one network and one batch. */
final class Measurement {

  /** Rounds before the first that counts; each engine has a second or more in each. */
  private static final int WARMUP_ROUNDS = 2;

  private static final double WARMUP_SECONDS = 1;

  private final int rounds;
  private final double seconds;

  /**
   * Remembers how to measure.
   *
   * @param rounds how often all engines take turns
   * @param seconds the length of a turn, at least one call
   */
  Measurement(int rounds, double seconds) {
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /**
   * Measures all engines in a JVM of their own.
   *
   * @throws RunnerException if the engines disagree, or that JVM fails
   */
  Timing run(Model model, int batch) throws RunnerException {
    EngineKind[] engines = EngineKind.values();
    Collection<RunResult> results = new Runner(new OptionsBuilder()
            .include(ForwardBenchmark.class.getName() + ".forward")
            .param("network", model.displayName())
            .param("batch", Integer.toString(batch))
            .warmupIterations(WARMUP_ROUNDS * engines.length)
            .warmupTime(time(Math.max(WARMUP_SECONDS, seconds)))
            .measurementIterations(rounds * engines.length)
            .measurementTime(time(seconds))
            .jvmArgsAppend(jvmArguments())
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .build())
        .run();
    Map<EngineKind, double[]> nanoseconds = new EnumMap<>(EngineKind.class);
    for (EngineKind engine : engines) {
      nanoseconds.put(engine, new double[rounds]);
    }
    Iterator<IterationResult> iterations = iterations(results);
    for (int round = 0; round < rounds; round++) {
      for (double[] times : nanoseconds.values()) {
        times[round] = iterations.next().getPrimaryResult().getScore();
      }
    }
    return new Timing(model, batch, nanoseconds);
  }

  /** The iterations that count, of the only fork of the only benchmark, in the order of time. */
  private static Iterator<IterationResult> iterations(Collection<RunResult> results) {
    return results
        .iterator()
        .next()
        .getBenchmarkResults()
        .iterator()
        .next()
        .getIterationResults()
        .iterator();
  }

  /** From Java 24 on every JVM would warn of JMH's use of sun.misc.Unsafe, in the midst of the table. */
  private static String[] jvmArguments() {
    return Runtime.version().feature() < 24
        ? new String[0]
        : new String[] {"--sun-misc-unsafe-memory-access=allow"};
  }

  private static TimeValue time(double seconds) {
    return TimeValue.nanoseconds(Math.round(seconds * TimeUnit.SECONDS.toNanos(1)));
  }
}
