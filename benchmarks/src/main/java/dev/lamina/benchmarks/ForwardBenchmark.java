package dev.lamina.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;

/**
 * The time of a call. A fork of JMH is one network and one batch, and its iterations go round the
 * engines and the limits of the machine: compared times come from one JVM and lie next to each other
 * in time, so that a noisy neighbour slows all of them; and no network's profile spoils the compiled
 * code of another.
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

  /** The names of what takes turns, with commas. */
  @Param("fma-peak,lamina-java")
  public String turns;

  private Comparison comparison;
  private Schedule schedule;
  private Runnable[] calls;
  private int iteration;
  private Runnable call;

  /** Where results go that nobody needs. */
  private float sink;

  /** For JMH. */
  public ForwardBenchmark() {}

  /** Builds the engines and refuses to time a wrong one. */
  @Setup(Level.Trial)
  public void prepare() {
    Model model = Model.named(network);
    List<Turn> order = Arrays.stream(turns.split(",", -1)).map(Turn::named).toList();
    List<EngineKind> kinds = new ArrayList<>();
    for (Turn turn : order) {
      if (turn instanceof EngineKind kind) {
        kinds.add(kind);
      }
    }
    comparison = new Comparison(model, kinds);
    Iterator<Inference> inferences = comparison.checked(batch).iterator();
    calls = order.stream()
        .map(turn -> turn instanceof Limit limit ? call(limit, model) : call(inferences.next()))
        .toArray(Runnable[]::new);
    schedule = new Schedule(order);
  }

  private Runnable call(Limit limit, Model model) {
    return switch (limit) {
      case FMA_PEAK -> () -> sink = FmaPeak.run();
      case FMA_PEAK_2 -> {
        TwoThreads threads = new TwoThreads();
        yield () -> threads.run(FmaPeak::runLong);
      }
      case READ_BANDWIDTH -> {
        ReadBandwidth bandwidth = new ReadBandwidth(model.weightBytes());
        yield () -> sink = bandwidth.run();
      }
    };
  }

  private static Runnable call(Inference inference) {
    return inference::run;
  }

  /** Gives native memory back. */
  @TearDown(Level.Trial)
  public void close() {
    comparison.close();
  }

  /** Goes on to the next turn; {@link Measurement} relies on the order. */
  @Setup(Level.Iteration)
  public void nextTurn() {
    call = calls[schedule.turn(iteration)];
    iteration++;
  }

  /** One call for a whole batch. */
  @Benchmark
  public float forward() {
    call.run();
    return sink;
  }
}
