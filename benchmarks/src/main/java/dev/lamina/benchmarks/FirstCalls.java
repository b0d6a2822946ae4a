package dev.lamina.benchmarks;

import java.util.Locale;

/**
 * How long calls take in the first seconds of a JVM, while HotSpot still interprets and compiles: the mean
 * of each quarter of a second.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector -cp benchmarks/target/benchmarks.jar \
 *     dev.lamina.benchmarks.FirstCalls lamina-simd mnist 8
 * }</pre>
 */
public final class FirstCalls {

  private static final long TURN_NANOSECONDS = 250_000_000;
  private static final int TURNS = 24;

  private FirstCalls() {}

  /**
   * Runs.
   *
   * @param args the names of the engine and of the network, and the rows of a call
   */
  public static void main(String[] args) {
    EngineKind kind = Settings.engine(args[0]);
    Model model = Model.named(args[1]);
    int rows = Integer.parseInt(args[2]);
    try (Engine engine = kind.create(model, Comparison.parameters(model))) {
      Inference inference = engine.bind(Comparison.examples(model, rows), rows);
      for (int turn = 0; turn < TURNS; turn++) {
        System.out.printf(
            Locale.ROOT,
            "from %4.2f s on: %10.2f us%n",
            turn * TURN_NANOSECONDS * 1e-9,
            microseconds(inference));
      }
    }
  }

  private static double microseconds(Inference inference) {
    long start = System.nanoTime();
    long end = start;
    int calls = 0;
    do {
      inference.run();
      calls++;
      end = System.nanoTime();
    } while (end - start < TURN_NANOSECONDS);
    return (end - start) * 1e-3 / calls;
  }
}
