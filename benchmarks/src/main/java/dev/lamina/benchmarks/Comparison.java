package dev.lamina.benchmarks;

import dev.lamina.Parameters;
import java.util.List;
import java.util.SplittableRandom;

/** Engines of one model with the same weights, and rows for them to compute. */
final class Comparison implements AutoCloseable {

  static final long SEED = 20240229;

  private final Model model;
  private final Parameters parameters;
  private final List<EngineKind> kinds;
  private final List<Engine> engines;

  Comparison(Model model, List<EngineKind> kinds) {
    this.model = model;
    this.kinds = List.copyOf(kinds);
    parameters = parameters(model);
    engines = kinds.stream().map(kind -> kind.create(model, parameters)).toList();
  }

  /** The weights that all engines have. */
  static Parameters parameters(Model model) {
    return Parameters.random(model.spec(), SEED);
  }

  /** X (rows × ℓ₀), uniform in ±1. */
  static float[] examples(Model model, int rows) {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    float[] x = new float[rows * model.spec().inputSize()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (2 * random.nextDouble() - 1);
    }
    return x;
  }

  /**
   * Lets every engine compute rows, which are then ready to be timed.
   *
   * @return one for each engine, in their order
   * @throws IllegalStateException if an engine is wrong
   */
  List<Inference> checked(int rows) {
    float[] x = examples(model, rows);
    List<Inference> inferences =
        engines.stream().map(engine -> engine.bind(x, rows)).toList();
    float[][] results = new float[engines.size()][rows * model.spec().outputSize()];
    for (int e = 0; e < results.length; e++) {
      inferences.get(e).run();
      inferences.get(e).read(results[e]);
    }
    String[] names = kinds.stream().map(EngineKind::displayName).toArray(String[]::new);
    new Agreement(model.spec(), parameters, x, rows).check(names, results);
    return inferences;
  }

  @Override
  public void close() {
    engines.forEach(Engine::close);
  }
}
