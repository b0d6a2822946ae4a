package dev.lamina.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Starts JMH's forks, which have the options of this JVM. */
final class Measurement {

  /** The length of an iteration that warms up; {@link Turn#warmups} says how many. */
  private static final double WARMUP_SECONDS = 0.25;

  private final int rounds;
  private final double seconds;

  /**
   * Remembers how to measure.
   *
   * @param rounds how often all turns come
   * @param seconds the length of a turn, at least one call
   */
  Measurement(int rounds, double seconds) {
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /**
   * Measures one network with one batch in a JVM of its own.
   *
   * @return nanoseconds of a call in each round
   * @throws RunnerException if the engines disagree, or that JVM fails
   */
  Map<Turn, double[]> run(Model model, int batch, List<Turn> turns) throws RunnerException {
    Schedule schedule = new Schedule(turns);
    String names = turns.stream().map(Turn::displayName).collect(Collectors.joining(","));
    Iterator<IterationResult> iterations = iterations(options(ForwardBenchmark.class)
        .param("network", model.displayName())
        .param("batch", Integer.toString(batch))
        .param("turns", names)
        .warmupIterations(schedule.warmups())
        .measurementIterations(rounds * schedule.roundLength()));
    Map<Turn, double[]> nanoseconds = new LinkedHashMap<>();
    for (Turn turn : turns) {
      nanoseconds.put(turn, new double[rounds]);
    }
    for (int round = 0; round < rounds; round++) {
      for (double[] times : nanoseconds.values()) {
        times[round] = iterations.next().getPrimaryResult().getScore();
      }
    }
    return nanoseconds;
  }

  /**
   * Measures how fast a working set is read.
   *
   * @return gigabytes a second in each round
   * @throws RunnerException if the JVM that measures fails
   */
  double[] readBandwidth(long bytes) throws RunnerException {
    Iterator<IterationResult> iterations = iterations(options(ReadBandwidthBenchmark.class)
        .param("bytes", Long.toString(bytes))
        .warmupIterations(Limit.READ_BANDWIDTH.warmups())
        .measurementIterations(rounds));
    double[] gigabytes = new double[rounds];
    long read = ReadBandwidth.bytesOfCall(bytes);
    for (int round = 0; round < rounds; round++) {
      gigabytes[round] = read / iterations.next().getPrimaryResult().getScore();
    }
    return gigabytes;
  }

  private ChainedOptionsBuilder options(Class<?> benchmark) {
    return new OptionsBuilder()
        .include(benchmark.getName() + "\\.")
        .warmupTime(time(Math.max(WARMUP_SECONDS, seconds)))
        .measurementTime(time(seconds))
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true);
  }

  /** The iterations that count, of the only fork of the only benchmark, in the order of time. */
  private static Iterator<IterationResult> iterations(ChainedOptionsBuilder options)
      throws RunnerException {
    // What JMH and its JVMs say would stand in the midst of the table; if they fail, it says why.
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    OutputFormat format = OutputFormatFactory.createFormatInstance(
        new PrintStream(said, true, UTF_8), VerboseMode.SILENT);
    Collection<RunResult> results;
    try {
      results = new Runner(options.build(), format).run();
    } catch (RunnerException e) {
      System.err.print(said.toString(UTF_8));
      throw e;
    }
    return results
        .iterator()
        .next()
        .getBenchmarkResults()
        .iterator()
        .next()
        .getIterationResults()
        .iterator();
  }

  private static TimeValue time(double seconds) {
    return TimeValue.nanoseconds(Math.round(seconds * TimeUnit.SECONDS.toNanos(1)));
  }
}
