package dev.lamina.benchmarks;

import dev.lamina.Parameters;
import java.util.Arrays;
import java.util.SplittableRandom;

/** All engines of one model with the same weights, and rows for them to compute. */
final class Comparison {

  static final long SEED = 20240229;

  private final Model model;
  private final Parameters parameters;
  private final Engine[] engines;

  Comparison(Model model) {
    this.model = model;
    parameters = Parameters.random(model.spec(), SEED);
    engines = Arrays.stream(EngineKind.values())
        .map(kind -> kind.create(model, parameters))
        .toArray(Engine[]::new);
  }

  /** The engines in the order of {@link EngineKind}. */
  Engine[] engines() {
    return engines.clone();
  }

  /** X (rows × ℓ₀), uniform in ±1. */
  float[] examples(int rows) {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    float[] x = new float[rows * model.spec().inputSize()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (2 * random.nextDouble() - 1);
    }
    return x;
  }

  /**
   * Lets every engine compute the rows and compares the results.
   *
   * @throws IllegalStateException if an engine is wrong
   */
  void checkAgreement(float[] x, int rows) {
    String[] names =
        Arrays.stream(EngineKind.values()).map(EngineKind::displayName).toArray(String[]::new);
    float[][] results = new float[engines.length][rows * model.spec().outputSize()];
    for (int e = 0; e < engines.length; e++) {
      engines[e].forward(x, rows, results[e]);
    }
    new Agreement(model.spec(), parameters, x, rows).check(names, results);
  }
}
