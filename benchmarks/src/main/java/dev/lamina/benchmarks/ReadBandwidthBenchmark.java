package dev.lamina.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** {@link ReadBandwidth} of working sets that sit in the caches and in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class ReadBandwidthBenchmark {

  /** The size of the working set. */
  @Param("16384")
  public long bytes;

  private ReadBandwidth bandwidth;

  /** For JMH. */
  public ReadBandwidthBenchmark() {}

  /** Makes the working set. */
  @Setup(Level.Trial)
  public void prepare() {
    bandwidth = new ReadBandwidth(bytes);
  }

  /** Reads it. */
  @Benchmark
  public float read() {
    return bandwidth.run();
  }
}
