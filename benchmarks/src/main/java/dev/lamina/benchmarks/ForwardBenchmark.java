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

/**
 * The time of a call. A fork of JMH is one network and one batch, and its iterations go round the
 * engines: compared times come from one JVM and lie next to each other in time, so that a noisy
 * neighbour slows all engines; and no network's profile spoils the compiled code of another.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up methods first
public class ForwardBenchmark {

  /** A {@link Model}, as a user types it. */
  @Param("tiny")
  public String network;

  /** The number of rows of a call. */
  @Param("1")
  public int batch;

  private Engine[] engines;
  private int iteration;
  private Engine engine;
  private float[] x;
  private float[] y;

  /** For JMH. */
  public ForwardBenchmark() {}

  /** Builds the engines and refuses to time a wrong one. */
  @Setup(Level.Trial)
  public void buildEngines() {
    Model model = Model.named(network);
    Comparison comparison = new Comparison(model);
    x = comparison.examples(batch);
    y = new float[batch * model.spec().outputSize()];
    comparison.checkAgreement(x, batch);
    engines = comparison.engines();
  }

  /** Goes on to the next engine; {@link Measurement} relies on the order. */
  @Setup(Level.Iteration)
  public void nextEngine() {
    engine = engines[iteration % engines.length];
    iteration++;
  }

  /** One call for a whole batch. */
  @Benchmark
  public float[] forward() {
    engine.forward(x, batch, y);
    return y;
  }
}
